// What a version makes of its outputs: which further outputs it offers, what they are made of, and how.
import type { Postprocessing } from '#core/contract/postprocessing.ts';
import type { EngineDescription, TensorSpec } from '#electron/deploy/model/description.ts';
import type { WireTensor } from '#electron/deploy/protocol/wireTensor.ts';
import { classificationOutputs, classify } from './classify.ts';
import { detect, detectionOutputs } from './detect.ts';

export interface Postprocess {
  /** Names of what it makes. */
  readonly offers: readonly string[];
  /** Names of the model's outputs that it needs. */
  readonly needs: readonly string[];
  make(outputs: readonly WireTensor[]): WireTensor[];
}

/** Undefined where nothing is declared, or the model has no output that fits what is. */
export function postprocessOf(
  declared: Postprocessing | null,
  { outputs }: EngineDescription,
): Postprocess | undefined {
  if (declared === null) return undefined;
  if (declared.kind === 'classification') {
    const output = named(outputs, declared.output) ?? outputs.find((spec) => isFloat(spec) && spec.shape.length === 2);
    if (!output) return undefined;
    const make = (given: readonly WireTensor[]) =>
      given.filter(isNamed(output)).flatMap((scores) => classify(scores, declared));
    return { offers: classificationOutputs, needs: [output.name], make };
  }
  const cubes = outputs.filter((spec) => isFloat(spec) && spec.shape.length === 3);
  const boxes = named(outputs, declared.boxes) ?? cubes.find(({ shape }) => shape[2] === 4);
  const scores = named(outputs, declared.scores) ?? cubes.find((spec) => spec !== boxes);
  if (!boxes || !scores) return undefined;
  return {
    offers: detectionOutputs,
    needs: [boxes.name, scores.name],
    make(given) {
      const [where, what] = [given.find(isNamed(boxes)), given.find(isNamed(scores))];
      return where && what ? detect(where, what, declared) : [];
    },
  };
}

function named(outputs: readonly TensorSpec[], name: string | undefined): TensorSpec | undefined {
  return outputs.find((spec) => spec.name === name);
}

const isNamed = (spec: TensorSpec) => (tensor: WireTensor) => tensor.name === spec.name;

function isFloat({ datatype }: TensorSpec): boolean {
  return datatype.startsWith('FP');
}
