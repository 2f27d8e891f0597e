// The errors of each output, element by element, over all samples.
import type { Tolerance } from '#core/contract/acceptance.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import { type ErrorAccumulator, errorAccumulator, type OutputErrors, worse } from '#core/measure/accuracy.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';

export interface OutputErrorsGathered {
  /** Adds one sample. @returns the errors of its float outputs together. */
  add(reference: Values, outputs: Values): OutputErrors;
  result(): Pick<Evaluation, 'outputs' | 'cosine' | 'sqnrDb' | 'maxAbsError'>;
  /** Outputs whose shape differed from the reference's, with the number of samples in which they did. */
  readonly incomparable: ReadonlyMap<string, number>;
}

interface Gathered {
  readonly errors: ErrorAccumulator;
  readonly float: boolean;
  inside: number;
  count: number;
}

/** @param tolerances by output name; `*` stands for those that are not named. */
export function outputErrors(tolerances: Readonly<Record<string, Tolerance>>): OutputErrorsGathered {
  const byOutput = new Map<string, Gathered>();
  const incomparable = new Map<string, number>();
  const toleranceOf = (name: string) => tolerances[name] ?? tolerances['*'];
  return {
    incomparable,
    add(reference, outputs) {
      const ofSample = errorAccumulator();
      for (const [name, expected] of Object.entries(reference)) {
        const x = toNumbers(expected);
        const given = outputs[name];
        const y = given && toNumbers(given);
        if (!x) continue;
        if (!y || String(given.dims) !== String(expected.dims)) {
          incomparable.set(name, (incomparable.get(name) ?? 0) + 1);
          continue;
        }
        const float = expected.type.startsWith('float');
        const output = byOutput.get(name) ?? { errors: errorAccumulator(), float, inside: 0, count: 0 };
        byOutput.set(name, output);
        output.errors.add(x, y);
        if (float) ofSample.add(x, y);
        const tolerance = toleranceOf(name);
        if (!tolerance) continue;
        output.inside += inside(x, y, tolerance);
        output.count += x.length;
      }
      return ofSample.result();
    },
    result() {
      const outputs = [...byOutput].map(([output, { errors, float, inside, count }]) => ({
        output,
        float,
        within: count === 0 ? null : inside / count,
        ...errors.result(),
      }));
      // Whole numbers, such as class indices, have errors that mean nothing beside those of scores.
      const floats = outputs.filter(({ float }) => float);
      const decisive = floats.length > 0 ? floats : outputs;
      const [first, ...others] = decisive;
      const overall = first ? others.reduce(worse, first) : undefined;
      return {
        outputs: outputs.map(({ output, cosine, sqnrDb, maxAbsError, meanAbsError, within }) => ({
          output,
          cosine,
          sqnrDb,
          maxAbsError,
          meanAbsError,
          within,
        })),
        cosine: overall?.cosine ?? null,
        sqnrDb: overall?.sqnrDb ?? null,
        maxAbsError: Math.max(0, ...decisive.map(({ maxAbsError }) => maxAbsError)),
      };
    },
  };
}

function inside(x: ArrayLike<number>, y: ArrayLike<number>, { absolute, relative }: Tolerance): number {
  let count = 0;
  for (let index = 0; index < x.length; index += 1) {
    const wanted = x[index] as number;
    const given = y[index] as number;
    if (Object.is(wanted, given) || Math.abs(wanted - given) <= absolute + relative * Math.abs(wanted)) count += 1;
  }
  return count;
}
