// Which of the compared builds to take: the fastest within a given loss, the smallest, or the most exact.
import type { ComparedBuild, CompareReport } from '#core/contract/comparison.ts';
import { exactness } from './accuracy.ts';
import { verdict } from './speedup.ts';
import { speedupBetween } from './speedupBetween.ts';

export type Wish =
  /** `maxLoss`: share of answers that may change for the worse, 0 to 1. */
  | { readonly kind: 'fastest'; readonly maxLoss: number }
  | { readonly kind: 'smallest'; readonly maxLoss: number }
  | { readonly kind: 'exact' };

export type Choice =
  | { readonly kind: 'chosen'; readonly build: ComparedBuild; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string };

type Compared = Pick<CompareReport, 'builds' | 'speedups'>;

/** What of the answers a loss counts. */
export type LossKind = 'correct' | 'boxes' | 'samples';

export interface Loss {
  readonly kind: LossKind;
  /** 0 to 1. */
  readonly share: number;
}

/**
 * What is lost against the first build: the drop in accuracy where labels tell it, of a detector the share of boxes, of
 * an unlabelled classifier the share of samples that are answered otherwise; null where none is known. A gain counts as
 * no loss. Rows of one sample, such as pixels and anchors, are no answers: their agreement says nothing here.
 */
export function lossBetween(build: ComparedBuild, base: ComparedBuild): Loss | null {
  if (build.accuracy !== null && base.accuracy !== null) {
    return { kind: 'correct', share: Math.max(0, base.accuracy - build.accuracy) };
  }
  if (typeof build.boxesLost === 'number') return { kind: 'boxes', share: build.boxesLost };
  if (build.top1Agreement === null || build.top1Interval === null) return null;
  return { kind: 'samples', share: 1 - build.top1Agreement };
}

export function lossOf(build: ComparedBuild, base: ComparedBuild): number | null {
  return lossBetween(build, base)?.share ?? null;
}

/** Among builds that the measurement cannot tell apart in speed the more exact one is taken. */
export function choose(report: Compared, wish: Wish): Choice {
  const [base] = report.builds;
  if (!base) return { kind: 'none', reason: 'Nothing was measured.' };
  if (wish.kind === 'exact') {
    const best = report.builds.reduce((first, second) => (precedes(second, first) ? second : first));
    return { kind: 'chosen', build: best, reason: `${name(best)} is the most exact.` };
  }
  const allowed = report.builds.filter((build) => {
    if (build.gate?.passed === false) return false;
    const loss = build === base ? 0 : lossOf(build, base);
    return loss !== null && loss <= wish.maxLoss;
  });
  const losses = report.builds.flatMap((build) => (build === base ? [] : (lossBetween(build, base) ?? [])));
  const [first] = losses;
  if (!first && report.builds.length > 1) return { kind: 'none', reason: notKnown };
  const limit = `${formatShare(wish.maxLoss)} of ${lostWhat[first?.kind ?? 'correct']}`;
  if (wish.kind === 'smallest') {
    const smallest = allowed.reduce((first, second) => (second.bytes < first.bytes ? second : first), base);
    return { kind: 'chosen', build: smallest, reason: `${name(smallest)} is the smallest with at most ${limit}.` };
  }
  const fastest = allowed.reduce((first, second) => (faster(second, first, report) ? second : first), base);
  return { kind: 'chosen', build: fastest, reason: `${name(fastest)} is the fastest with at most ${limit}.` };
}

const lostWhat: Readonly<Record<LossKind, string>> = {
  correct: 'answers lost',
  boxes: 'boxes lost',
  samples: 'answers changed',
};

const notKnown =
  'What the builds lose is not known: give test data whose sub-folders are classes, or say in the recipe where the boxes are. Until then look at SQNR and cosine.';

/** Told apart by the interval where there is one, else by the medians. */
function faster(build: ComparedBuild, than: ComparedBuild, report: Compared): boolean {
  const between = speedupBetween(report, build, than);
  if (!between) return build.latencyMs.median < than.latencyMs.median;
  const said = verdict(between);
  return said === 'faster' || (said === 'alike' && precedes(build, than));
}

/** The first is closer to the reference than the second. */
function precedes(first: ComparedBuild, second: ComparedBuild): boolean {
  const of = ({ sqnrDb, maxAbsError }: ComparedBuild) =>
    maxAbsError === null ? Number.NEGATIVE_INFINITY : exactness({ sqnrDb, maxAbsError });
  return of(first) > of(second);
}

function name({ precision }: ComparedBuild): string {
  return precision.toUpperCase();
}

function formatShare(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
