// A calibration in one line.
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { counted, duration } from '#renderer/format/format.ts';

/** `entropy, 96 samples, 24 tensors, in 1.2 s`. */
export function calibrationSummary({ method, samples, ms, reused, tensors }: CalibrationResult): string {
  const how = reused ? 'found again' : `in ${duration(ms)}`;
  return `${method}, ${counted(samples, 'sample')}, ${counted(tensors.length, 'tensor')}, ${how}`;
}
