// Calibrations kept as files, so that the same data and method need not be run again.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CalibrationResult, calibrationResultSchema } from '#core/contract/calibration.ts';
import { parseRanges, type Ranges, serializeRanges } from '#core/precision/ranges.ts';

export interface Kept {
  readonly ranges: Ranges;
  readonly result: CalibrationResult;
}

/** `<id>.ranges.json` is the ranges file; `<id>.json` tells how it came about. */
export function rangesPath(folder: string, id: string): string {
  return join(folder, `${id}.ranges.json`);
}

/** The calibration of that id; undefined where there is none or it does not read. */
export async function findCalibration(folder: string, id: string): Promise<Kept | undefined> {
  try {
    const ranges = parseRanges(await readFile(rangesPath(folder, id), 'utf8'));
    const result = calibrationResultSchema.parse(JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8')));
    return { ranges, result: { ...result, reused: true } };
  } catch {
    return undefined;
  }
}

/** Writes both files under their final names only when whole; the ranges last, since they make the calibration found. */
export async function keepCalibration(folder: string, kept: Kept): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, `${kept.result.id}.json`), `${JSON.stringify(kept.result, null, 2)}\n`);
  await writeWhole(rangesPath(folder, kept.result.id), serializeRanges(kept.ranges));
}

async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, text, { flush: true });
  await rename(part, path);
}
