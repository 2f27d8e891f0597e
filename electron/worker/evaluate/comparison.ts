// One engine's outputs against the reference's, gathered sample by sample.
import type { Evaluation } from '#core/contract/measurement.ts';
import { type ErrorAccumulator, errorAccumulator, exactness, worse } from '#core/measure/accuracy.ts';
import { pairedChange } from '#core/measure/pairedChange.ts';
import { share, topIndexes } from '#core/measure/topOne.ts';
import type { Sample } from '#electron/worker/data/readSamples.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';

/** What of an evaluation comes out of comparing. */
export type Compared = Omit<Evaluation, 'build' | 'reference' | 'samples' | 'source' | 'data'>;

export interface Comparison {
  add(sample: Sample, reference: Values, outputs: Values): void;
  result(): Compared;
  /** Outputs whose shape differed from the reference's, with the number of samples in which they did. */
  readonly incomparable: ReadonlyMap<string, number>;
}

const worstKept = 10;

/** @param scores the output whose last axis holds scores to choose among, where there is one. */
export function compareWith(scores: string | undefined): Comparison {
  const errors = new Map<string, { readonly all: ErrorAccumulator; readonly float: boolean }>();
  const incomparable = new Map<string, number>();
  const agreement = share();
  const accuracy = share();
  const change = pairedChange();
  /** Rows of one sample, such as the pixels of a map, are not independent of each other. */
  let rowsAreSamples = true;
  const worst: (Evaluation['worst'][number] & { readonly exactness: number })[] = [];

  const compareOutputs = (sample: Sample, reference: Values, outputs: Values) => {
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
      const output = errors.get(name) ?? { all: errorAccumulator(), float };
      errors.set(name, output);
      output.all.add(x, y);
      if (float) ofSample.add(x, y);
    }
    const result = ofSample.result();
    worst.push({ sample: sample.name, index: sample.index, exactness: exactness(result), sqnrDb: result.sqnrDb });
    worst.sort((a, b) => a.exactness - b.exactness);
    worst.splice(worstKept);
  };

  const compareChoices = (sample: Sample, reference: Values, outputs: Values) => {
    const expected = scores === undefined ? undefined : reference[scores];
    const given = scores === undefined ? undefined : outputs[scores];
    const x = expected && toNumbers(expected);
    const y = given && toNumbers(given);
    if (!x || !y || x.length !== y.length) return;
    const perRow = expected.dims.at(-1) ?? 1;
    const wanted = topIndexes(x, perRow);
    const chosen = topIndexes(y, perRow);
    for (const [row, right] of wanted.entries()) agreement.add(right >= 0 && chosen[row] === right);
    if (expected.dims.length > 2) rowsAreSamples = false;
    if (sample.label === null || !rowsAreSamples) return;
    for (const [row, choice] of chosen.entries()) {
      accuracy.add(choice === sample.label);
      change.add(wanted[row] === sample.label, choice === sample.label);
    }
  };

  return {
    incomparable,
    add(sample, reference, outputs) {
      compareOutputs(sample, reference, outputs);
      compareChoices(sample, reference, outputs);
    },
    result() {
      const outputs = [...errors].map(([output, { all, float }]) => ({ output, float, ...all.result() }));
      // Whole numbers, such as class indices, have errors that mean nothing beside those of scores.
      const floats = outputs.filter(({ float }) => float);
      const decisive = floats.length > 0 ? floats : outputs;
      const [first, ...others] = decisive;
      const overall = first ? others.reduce(worse, first) : undefined;
      return {
        outputs: outputs.map(({ output, cosine, sqnrDb, maxAbsError }) => ({ output, cosine, sqnrDb, maxAbsError })),
        cosine: overall?.cosine ?? null,
        sqnrDb: overall?.sqnrDb ?? null,
        maxAbsError: Math.max(0, ...decisive.map(({ maxAbsError }) => maxAbsError)),
        top1Agreement: agreement.result(),
        accuracy: accuracy.result(),
        top1Interval: rowsAreSamples ? agreement.interval() : null,
        accuracyInterval: accuracy.interval(),
        accuracyChange: change.result(),
        worst: worst.map(({ sample, index, sqnrDb }) => ({ sample, index, sqnrDb })),
      };
    },
  };
}
