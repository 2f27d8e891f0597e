// The curves of variants under load as a chart draws them.
import type { Precision } from '#core/contract/recipe.ts';
import type { ShownVariant } from './shownVariants.ts';

export interface LoadView {
  readonly loop: 'open' | 'closed';
  readonly figure: 'p50' | 'p99';
}

export interface LoadPlace {
  readonly perSecond: number;
  readonly ms: number;
  /** What is shown under the pointer. */
  readonly title: string;
  /** The client was the limit, or requests failed. */
  readonly doubtful: boolean;
}

export interface LoadCurve {
  /** The variant's. */
  readonly key: string;
  readonly name: string;
  /** Null for a model that is served without a build. */
  readonly precision: Precision | null;
  /** Which of the variants of this precision, for a dash of its own. */
  readonly sibling: number;
  readonly points: readonly LoadPlace[];
  readonly knee: LoadPlace | null;
}

export function shownCurves(variants: readonly ShownVariant[], { loop, figure }: LoadView): readonly LoadCurve[] {
  const seen = new Map<Precision | null, number>();
  return variants.flatMap(({ key, name, variant }): LoadCurve[] => {
    const { precision, result } = variant;
    const sibling = seen.get(precision) ?? 0;
    seen.set(precision, sibling + 1);
    if (!result) return [];
    const points = result.points.flatMap((point): LoadPlace[] => {
      if (point.loop !== loop || !point.latency) return [];
      const ms = point.latency[figure];
      const asked =
        loop === 'open' ? `${Math.round(point.offered ?? 0)} arrivals a second` : `${point.concurrency} at once`;
      const aside = point.clientLimited ? '; the client was the limit' : '';
      const failed = point.errors > 0 ? `; ${point.errors} failed` : '';
      return [
        {
          perSecond: point.perSecond,
          ms,
          title: `${name}: ${asked}, ${Math.round(point.perSecond)} answered a second, ${figure} ${ms.toFixed(2)} ms${failed}${aside}`,
          doubtful: point.clientLimited || point.errors > 0,
        },
      ];
    });
    const knee =
      figure === 'p99' ? (points.find(({ perSecond }) => perSecond === result.knee?.perSecond) ?? null) : null;
    return [{ key, name, precision, sibling, points, knee }];
  });
}
