// Ranges from a file that the user names, in place of a calibration.
import { readFile } from 'node:fs/promises';
import { LatheError } from '#core/contract/failure.ts';
import { type Ranges, RangesError } from '#core/precision/ranges.ts';
import { readRangesText } from '#core/precision/rangesText.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';

/** @throws LatheError naming the file where it cannot be read or holds no ranges. */
export async function readRanges(path: string): Promise<Ranges> {
  const text = await withFiles(path, () => readFile(path, 'utf8'));
  try {
    return readRangesText(text);
  } catch (error) {
    if (!(error instanceof RangesError)) throw error;
    throw new LatheError({ kind: 'use', reason: `${path}: ${error.message}`, next: error.next });
  }
}
