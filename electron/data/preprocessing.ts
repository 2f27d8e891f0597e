// Reads the file that says how images become a model's input, and finds the one that lies beside data or model.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Preprocessing, preprocessingSchema } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';

/** The first one in `folders`, or null. Throws LatheError where there is one that cannot be used. */
export function findPreprocessing(folders: readonly string[]): Preprocessing | null {
  for (const folder of folders) {
    const path = join(folder, 'preprocessing.json');
    const text = readText(path);
    if (text !== undefined) return parsePreprocessing(text, path);
  }
  return null;
}

/** The preprocessing in a file that the user names. Throws LatheError where it cannot be read or used. */
export function readPreprocessing(path: string): Preprocessing {
  const text = readText(path);
  if (text !== undefined) return parsePreprocessing(text, path);
  throw new LatheError({
    kind: 'use',
    reason: `The preprocessing ${path} cannot be read.`,
    next: 'Check the path; the file is JSON such as {"resize":{"width":224,"height":224},"scale":0.00392}.',
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parsePreprocessing(text: string, path: string): Preprocessing {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong(path, 'it is not JSON');
  }
  const parsed = preprocessingSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrong(path, `${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'unknown'}`);
}

function wrong(path: string, what: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${path} does not describe a preprocessing (${what}).`,
    next: 'Correct it (resize, channels, layout, scale, mean, std) or take it away.',
  });
}
