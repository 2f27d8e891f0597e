// The bounds that a build must hold, as options of the command line and as lines of its answer.
import { type Acceptance, acceptanceSchema, type Gate, gateSchema } from '#core/contract/acceptance.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import { type OptionValues, option } from './option.ts';

const { maxTop1Loss, minSqnrDb, minCosine, minIou } = gateSchema.shape;

export const gateOptions = {
  'max-top1-loss': option(maxTop1Loss, 'POINTS'),
  'min-sqnr': option(minSqnrDb, 'DB'),
  'min-cosine': option(minCosine, 'COSINE'),
  'min-iou': option(minIou, 'IOU'),
};

/** What is given comes before what the recipe says. */
export function gateOf(given: OptionValues<typeof gateOptions>, base: Gate = {}): Gate {
  return {
    maxTop1Loss: given['max-top1-loss'] ?? base.maxTop1Loss,
    minSqnrDb: given['min-sqnr'] ?? base.minSqnrDb,
    minCosine: given['min-cosine'] ?? base.minCosine,
    minIou: given['min-iou'] ?? base.minIou,
  };
}

export function withGate(base: Acceptance | undefined, given: OptionValues<typeof gateOptions>): Acceptance {
  const acceptance = base ?? acceptanceSchema.parse({});
  return { ...acceptance, gate: gateOf(given, acceptance.gate) };
}

type Judged = Pick<Evaluation, 'build' | 'gate'>;

/** One line for each build that was judged. */
export function gateText(evaluations: readonly Judged[], nameOf: (build: string) => string): string[] {
  return evaluations.flatMap(({ build, gate }) => {
    if (!gate) return [];
    return gate.passed
      ? [`${nameOf(build)} holds its bounds.`]
      : [`${nameOf(build)} FAILED its bounds: ${gate.reasons.join(' ')}`];
  });
}

export function allPassed(evaluations: readonly Pick<Evaluation, 'gate'>[]): boolean {
  return evaluations.every(({ gate }) => gate?.passed ?? true);
}
