// A small JSON file that states something about data or a model and lies beside them, such as preprocessing.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { LatheError } from '#core/contract/failure.ts';

export interface StatedFile<T> {
  /** What it describes; the file is `<subject>.json`. */
  readonly subject: string;
  readonly schema: z.ZodType<T>;
  /** Such a file, for who has none yet. */
  readonly example: string;
  /** What may be stated, for who has one that cannot be used. */
  readonly fields: string;
}

/** The first one in `folders`, or null. Throws LatheError where there is one that cannot be used. */
export function findStated<T>(folders: readonly string[], file: StatedFile<T>): T | null {
  for (const folder of folders) {
    const path = join(folder, `${file.subject}.json`);
    const text = readText(path);
    if (text !== undefined) return parse(text, path, file);
  }
  return null;
}

/** The one at a path that the user names. Throws LatheError where it cannot be read or used. */
export function readStated<T>(path: string, file: StatedFile<T>): T {
  const text = readText(path);
  if (text !== undefined) return parse(text, path, file);
  throw new LatheError({
    kind: 'use',
    reason: `The ${file.subject} ${path} cannot be read.`,
    next: `Check the path; the file is JSON such as ${file.example}.`,
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse<T>(text: string, path: string, file: StatedFile<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong(path, 'it is not JSON', file);
  }
  const parsed = file.schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrong(path, `${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'unknown'}`, file);
}

function wrong(path: string, what: string, { subject, fields }: StatedFile<unknown>): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${path} does not describe a ${subject} (${what}).`,
    next: `Correct it (${fields}) or take it away.`,
  });
}
