// The knee of latency against throughput: up to there more load is cheap, beyond it each further request costs waiting.
import type { LoadPoint } from '#core/contract/load.ts';

export const kneeMethod =
  'the point farthest below the straight line from the first to the last one, both axes scaled to 0 … 1 (Kneedle, Satopää et al. 2011), after points were left out that more throughput beat in latency';

export interface Knee {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/**
 * Kneedle for a curve that rises ever steeper: V. Satopää, J. Albrecht, D. Irwin, B. Raghavan, “Finding a ‘Kneedle’ in a
 * Haystack”, ICDCSW 2011, with the smoothing of `frontOf`. The 99th percentile in milliseconds is taken against answers a second.
 * @returns null for fewer than three points, or where nothing lies below the line.
 */
export function kneeOf(points: readonly LoadPoint[]): Knee | null {
  const curve = frontOf(points);
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last || curve.length < 3) return null;
  const width = last.perSecond - first.perSecond;
  const height = last.p99Ms - first.p99Ms;
  if (width <= 0 || height <= 0) return null;
  let best: Knee | null = null;
  let farthest = 0;
  for (const point of curve) {
    const distance = (point.perSecond - first.perSecond) / width - (point.p99Ms - first.p99Ms) / height;
    if (distance <= farthest) continue;
    farthest = distance;
    best = point;
  }
  return best;
}

/**
 * The points that no other one beats in both, by rising throughput. A point that answers less with more latency than
 * another lies past the server's most, or met noise, which only ever adds latency: neither belongs to the curve.
 */
function frontOf(points: readonly LoadPoint[]): Knee[] {
  const front: Knee[] = [];
  const byThroughput = points.toSorted((a, b) => b.perSecond - a.perSecond);
  for (const { perSecond, latency } of byThroughput) {
    if (latency && latency.p99 < (front.at(-1)?.p99Ms ?? Infinity)) front.push({ perSecond, p99Ms: latency.p99 });
  }
  return front.reverse();
}
