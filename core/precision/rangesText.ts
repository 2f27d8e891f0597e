// Ranges from whatever file holds them: Lathe's own or a calibration cache of TensorRT; and back.
import { type CalibrationCache, readCalibrationCache, writeCalibrationCache } from './calibrationCache.ts';
import { parseRanges, type Ranges, RangesError } from './ranges.ts';
import { absoluteMaximum, symmetricScale } from './scale.ts';

/** @throws RangesError where the text is neither of the two. */
export function readRangesText(text: string): Ranges {
  if (!text.startsWith('TRT-')) return parseRanges(text);
  try {
    return rangesOfCache(readCalibrationCache(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RangesError(`This is no calibration cache: ${error.message}.`, 'Take the file as TensorRT wrote it.');
  }
}

/** A cache holds amax / 127 for each tensor and nothing else: the range is −amax to amax. A scale of 0 is a tensor of zeros. */
export function rangesOfCache({ algorithm, scales }: CalibrationCache): Ranges {
  const tensors = scales
    .filter(({ scale }) => Number.isFinite(scale) && scale >= 0)
    .map(({ tensor, scale }) => [tensor, { min: -127 * scale, max: 127 * scale, threshold: 127 * scale }] as const);
  return {
    version: 1,
    modelHash: '',
    method: algorithm,
    samples: 0,
    preprocessingHash: '',
    tensors: Object.assign(Object.create(null), Object.fromEntries(tensors)),
  };
}

export interface CacheHead {
  /** As TensorRT numbers itself: 8601, or 100600 for 10.6.0. */
  readonly version: string;
  readonly algorithm: string;
}

/** TensorRT takes only a cache of its own version and of the calibrator that it is given with. */
export const cacheHead: CacheHead = { version: '100600', algorithm: 'EntropyCalibration2' };

/** One scale a tensor, sorted by name: the bound on |x| over 127. */
export function cacheOfRanges(ranges: Pick<Ranges, 'tensors'>, head: CacheHead): string {
  const scales = Object.entries(ranges.tensors)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tensor, range]) => ({ tensor, scale: symmetricScale(absoluteMaximum(range)) }));
  return writeCalibrationCache({ ...head, scales });
}
