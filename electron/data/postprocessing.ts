// Reads the file that says what becomes of a model's outputs, and finds the one that lies beside a model.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { type Postprocessing, postprocessingSchema } from '#core/contract/postprocessing.ts';
import { findClasses } from './classes.ts';

/**
 * The postprocessing.json in the first of `folders` that has one; else, where a classes.txt lies there, classification;
 * else null. Names of classes that it leaves out come from the classes.txt. Throws LatheError where it cannot be used.
 */
export function findPostprocessing(folders: readonly string[]): Postprocessing | null {
  const labels = findClasses(folders);
  for (const folder of folders) {
    const path = join(folder, 'postprocessing.json');
    const text = readText(path);
    if (text === undefined) continue;
    const stated = parsePostprocessing(text, path);
    return stated.labels.length > 0 || labels === null ? stated : { ...stated, labels: [...labels] };
  }
  return labels && postprocessingSchema.parse({ kind: 'classification', labels });
}

/** The one in a file that the user names. Throws LatheError where it cannot be read or used. */
export function readPostprocessing(path: string): Postprocessing {
  const text = readText(path);
  if (text !== undefined) return parsePostprocessing(text, path);
  throw new LatheError({
    kind: 'use',
    reason: `The postprocessing ${path} cannot be read.`,
    next: 'Check the path; the file is JSON such as {"kind":"classification","labels":["cat","dog"]}.',
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parsePostprocessing(text: string, path: string): Postprocessing {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong(path, 'it is not JSON');
  }
  const parsed = postprocessingSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrong(path, `${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'unknown'}`);
}

function wrong(path: string, what: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${path} does not describe a postprocessing (${what}).`,
    next: 'Correct it (kind classification or detection, with its options) or take it away.',
  });
}
