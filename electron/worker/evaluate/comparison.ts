// One engine's outputs against the reference's, gathered sample by sample.
import type { Acceptance } from '#core/contract/acceptance.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import { judge } from '#core/measure/gate.ts';
import type { Sample } from '#electron/worker/data/readSamples.ts';
import type { Values } from '#electron/worker/value.ts';
import { choices } from './choices.ts';
import { type Boxes, detections, type InputSize } from './detections.ts';
import { outputErrors } from './outputErrors.ts';
import { worstSamples } from './worstSamples.ts';

/** What of an evaluation comes out of comparing. */
export type Compared = Omit<Evaluation, 'build' | 'reference' | 'samples' | 'source' | 'data' | 'layers' | 'classes'>;

export interface Comparison {
  add(sample: Sample, reference: Values, outputs: Values): void;
  result(): Compared;
  /** Outputs whose shape differed from the reference's, with the number of samples in which they did. */
  readonly incomparable: ReadonlyMap<string, number>;
}

export interface Reading {
  /** The output whose last axis holds scores to choose among, where there is one. */
  readonly scores: string | undefined;
  /** Where the outputs are boxes; their candidates' scores are then no answers of their own. */
  readonly boxes: Boxes | undefined;
  readonly acceptance: Pick<Acceptance, 'gate' | 'tolerances'>;
}

export function compareWith({ scores, boxes, acceptance }: Reading): Comparison {
  const errors = outputErrors(acceptance.tolerances);
  const answers = choices(boxes ? undefined : scores);
  const found = boxes && detections(boxes);
  const worst = worstSamples();
  return {
    incomparable: errors.incomparable,
    add(sample, reference, outputs) {
      const ofSample = errors.add(reference, outputs);
      const looked = found ? found.add(reference, outputs, sizeOf(sample)) : answers.add(sample, reference, outputs);
      worst.add(sample, ofSample, looked);
    },
    result() {
      const result = {
        ...errors.result(),
        ...answers.result(),
        boxes: found?.result() ?? null,
        worst: worst.result(),
      };
      return { ...result, gate: judge(result, acceptance.gate) };
    },
  };
}

/** Of the one input that is an image: channels first where there are few of them. */
function sizeOf({ values }: Sample): InputSize | undefined {
  const image = Object.values(values).find(({ dims }) => dims.length === 4);
  const [, first = 0, second = 0, third = 0] = image?.dims ?? [];
  if (!image) return undefined;
  return first <= 4 ? { height: second, width: third } : { height: first, width: second };
}
