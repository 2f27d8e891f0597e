// Bounds in a few words.
import type { Gate } from '#core/contract/acceptance.ts';

/** `≤ 0.5 points lost, SQNR ≥ 30 dB`; `none` where nothing is asked for. */
export function gateSummary(gate: Gate | undefined): string {
  const { maxTop1Loss, minSqnrDb, minCosine, minIou } = gate ?? {};
  const parts = [
    maxTop1Loss === undefined ? [] : [`≤ ${maxTop1Loss} points lost`],
    minSqnrDb === undefined ? [] : [`SQNR ≥ ${minSqnrDb} dB`],
    minCosine === undefined ? [] : [`cosine ≥ ${minCosine}`],
    minIou === undefined ? [] : [`IoU ≥ ${minIou}`],
  ].flat();
  return parts.length === 0 ? 'none' : parts.join(', ');
}
