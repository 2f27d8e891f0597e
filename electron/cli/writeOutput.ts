// Writes a file that the user named on the command line.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';

/** Throws LatheError that names the file where it cannot be written. */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new LatheError({
      kind: 'use',
      reason: `${path} cannot be written (${code}).`,
      next: 'Name another file; the result itself is kept in the library.',
    });
  }
}
