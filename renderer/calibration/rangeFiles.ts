// Ranges of a calibration as files: to keep, and to compare with.
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { LatheError } from '#core/contract/failure.ts';
import { type Ranges, RangesError, serializeRanges } from '#core/precision/ranges.ts';
import { cacheHead, cacheOfRanges, readRangesText } from '#core/precision/rangesText.ts';
import { absoluteMaximum } from '#core/precision/scale.ts';
import { platform } from '#renderer/connection/current.ts';
import { attempt } from '#renderer/store/notices.ts';
import type { Compared } from './ranges.ts';

export function rangesOf({ method, samples, tensors }: CalibrationResult): Ranges {
  const entries = tensors.map(({ tensor, clipped: _, ...range }) => [tensor, range] as const);
  const byName = Object.assign(Object.create(null) as Ranges['tensors'], Object.fromEntries(entries));
  return { version: 1, modelHash: '', method, samples, preprocessingHash: '', tensors: byName };
}

export function saveRanges(result: CalibrationResult, form: 'json' | 'cache'): Promise<unknown> {
  const ranges = rangesOf(result);
  const encoder = new TextEncoder();
  return attempt(() =>
    form === 'json'
      ? platform.save('ranges.json', encoder.encode(serializeRanges(ranges)), 'application/json')
      : platform.save('calibration.cache', encoder.encode(cacheOfRanges(ranges, cacheHead)), 'text/plain'),
  );
}

/** Null where the file holds no ranges; then a notice says why. */
export function readCompared(file: Pick<File, 'name' | 'text'>): Promise<Compared | null> {
  return attempt(async () => {
    const { tensors } = parsed(file.name, await file.text());
    const bounds = Object.entries(tensors).map(([tensor, range]) => [tensor, absoluteMaximum(range)] as const);
    return { name: file.name, bounds: new Map(bounds) };
  });
}

function parsed(name: string, text: string): Ranges {
  try {
    return readRangesText(text);
  } catch (error) {
    if (!(error instanceof RangesError)) throw error;
    const next = 'Choose a ranges.json of Lathe or a calibration.cache of TensorRT.';
    throw new LatheError({ kind: 'use', reason: `${name}: ${error.message}`, next });
  }
}
