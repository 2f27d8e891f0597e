// Why an engine is not faster than another: all that its layers, its profile and its link to the model tell.
import type { WhyFinding } from '#core/contract/why.ts';
import { matchEngines } from '#core/fusion/engine/matchEngines.ts';
import { clocks, slowdown } from './clocks.ts';
import type { Facts, Side } from './facts.ts';
import { precision } from './precision.ts';
import { quantization } from './quantization.ts';
import { reformats } from './reformats.ts';
import { regions } from './regions.ts';
import { smallKernels } from './smallKernels.ts';

export interface Explained {
  readonly base: Side;
  readonly other: Side;
  readonly operator: Facts['operator'];
}

/** A finding that costs less than this share of the engine's time is left out. */
const worthSaying = 0.005;

/** The costliest first. Costs overlap: a slow region may be slow because of its reformats. */
export function explain(given: Explained): readonly WhyFinding[] {
  const [base, other] = [given.base.report, given.other.report];
  const facts: Facts = { ...given, regions: matchEngines(base, other), slowdown: slowdown(base, other) };
  const least = worthSaying * (other.totalMs ?? 0);
  return [clocks, reformats, quantization, precision, regions, smallKernels]
    .flatMap((look) => look(facts))
    .filter(({ kind, ms }) => ms === null || ms >= least || kind === 'clocks')
    .toSorted((a, b) => (b.ms ?? -1) - (a.ms ?? -1));
}
