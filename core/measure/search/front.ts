// The Pareto front of latency and accuracy, and the fastest point that holds.
import type { SearchPoint } from '#core/contract/search.ts';
import { exactness } from '../accuracy.ts';

/** The points with `onFront` told: none that is measured is both faster and at least as exact, or as fast and more exact. */
export function markFront(points: readonly SearchPoint[]): SearchPoint[] {
  return points.map((point) => ({
    ...point,
    onFront: point.latencyMs !== null && !points.some((other) => dominates(other, point)),
  }));
}

function dominates(other: SearchPoint, point: SearchPoint): boolean {
  if (other.latencyMs === null || point.latencyMs === null || other.build === point.build) return false;
  const [a, b] = [exactness(other), exactness(point)];
  return other.latencyMs <= point.latencyMs && a >= b && (other.latencyMs < point.latencyMs || a > b);
}

/** Medians that differ by less are taken as equal, and the more exact point is chosen. */
const alike = 0.01;

/** Undefined where nothing that holds was measured. */
export function fastestHolding(points: readonly SearchPoint[]): SearchPoint | undefined {
  const holding = points.filter((point) => point.holds && point.latencyMs !== null);
  const least = Math.min(...holding.map(({ latencyMs }) => latencyMs ?? Number.POSITIVE_INFINITY));
  return holding
    .filter(({ latencyMs }) => latencyMs !== null && latencyMs <= least * (1 + alike))
    .reduce<SearchPoint | undefined>(
      (best, point) => (best === undefined || exactness(point) > exactness(best) ? point : best),
      undefined,
    );
}
