// A ratio of signal to noise in decibels: ∞ where nothing differs, a dash where it is not known.
import { fixed } from '#renderer/format/format.ts';

export function sqnrText({ sqnrDb, maxAbsError }: { readonly sqnrDb: number | null; readonly maxAbsError: number }) {
  if (sqnrDb !== null) return fixed(sqnrDb, 1);
  return maxAbsError === 0 ? '∞' : '–';
}
