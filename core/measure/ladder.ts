// Outputs of each precision held against ONNX Runtime's in FP32 on the same data, and at which step they depart.
import type { Evaluation } from '#core/contract/measurement.ts';
import { type Precision, precisionSchema } from '#core/contract/recipe.ts';
import { formatCosine } from './report/units.ts';

export interface Rung {
  readonly precision: Precision;
  readonly evaluation: Pick<Evaluation, 'sqnrDb' | 'cosine' | 'top1Agreement' | 'samples'>;
}

const order = precisionSchema.options;
/** A rung that loses less is not worth a sentence: 6 dB is one bit of accuracy. */
const worthTelling = 6;
/** Below this an FP32 engine does something else than the model says; TF32 alone leaves about 60 dB. */
const sameInFp32 = 30;

/**
 * Sentences, at most three: what each rung keeps, where most is lost, and that FP32 itself departs.
 * @param rungs in any order; one a precision. @returns none where fewer than one can be told.
 */
export function ladder(rungs: readonly Rung[]): string[] {
  const sorted = order.flatMap((precision) => rungs.find((rung) => rung.precision === precision) ?? []);
  const [first] = sorted;
  if (!first) return [];
  const kept = sorted
    .map(({ precision, evaluation }) => `${precision.toUpperCase()} ${likeness(evaluation)}`)
    .join(', ');
  return [
    `Held against ONNX Runtime in FP32 on the same ${first.evaluation.samples} samples: ${kept}.`,
    ...departure(first),
    ...steepest(sorted),
  ];
}

function likeness({ sqnrDb, cosine, top1Agreement }: Rung['evaluation']): string {
  if (sqnrDb === null) return cosine === 1 ? 'is bit-identical' : `has a cosine of ${formatCosine(cosine)}`;
  const agreement = top1Agreement === null ? '' : ` and ${(100 * top1Agreement).toFixed(1)} % of its first choices`;
  return `keeps ${sqnrDb.toFixed(1)} dB${agreement}`;
}

function departure({ precision, evaluation: { sqnrDb } }: Rung): string[] {
  if (precision !== 'fp32' || sqnrDb === null || sqnrDb >= sameInFp32) return [];
  return [
    'FP32 itself departs from ONNX Runtime: look for operators that both compute differently before blaming a precision.',
  ];
}

/** Between neighbours on the ladder; a rung that is bit-identical loses nothing. */
function steepest(sorted: readonly Rung[]): string[] {
  const steps = sorted.slice(1).flatMap((rung, index) => {
    const before = sorted[index];
    if (!before || rung.evaluation.sqnrDb === null || before.evaluation.sqnrDb === null) return [];
    return [{ from: before.precision, to: rung.precision, lost: before.evaluation.sqnrDb - rung.evaluation.sqnrDb }];
  });
  const worst = steps.toSorted((a, b) => b.lost - a.lost)[0];
  if (!worst || worst.lost < worthTelling) return [];
  return [
    `Most is lost from ${worst.from.toUpperCase()} to ${worst.to.toUpperCase()} (${worst.lost.toFixed(1)} dB of SQNR).`,
  ];
}
