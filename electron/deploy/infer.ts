// One inference, from tensors to tensors, the same for every protocol.
import { classTexts } from './answers/classify.ts';
import type { CancelSignal } from './batch/batcher.ts';
import { decodeImages, holdsImages } from './images/imageInput.ts';
import { admitInputs } from './model/admitInputs.ts';
import type { ServedModel } from './model/servedModel.ts';
import type { ServingParts } from './parts.ts';
import { invalid, toServingError } from './protocol/servingError.ts';
import { requireBytes, type WireTensor } from './protocol/wireTensor.ts';

export interface InferRequest {
  readonly tensors: readonly WireTensor[];
  /** Empty: all that the model gives; for images, what is made of it. */
  readonly outputs: readonly WantedOutput[];
}

export interface WantedOutput {
  readonly name: string;
  /** Instead of its values: so many of its largest, each as `value:index:label`. */
  readonly classes?: number | undefined;
}

/** @param arrived by `performance.now()`. @throws ServingError. */
export async function infer(
  { decoder }: Pick<ServingParts, 'decoder'>,
  model: ServedModel,
  request: InferRequest,
  arrived: number,
  signal: CancelSignal,
): Promise<readonly WireTensor[]> {
  try {
    const { description, batcher, imageInput, postprocess } = model;
    const [first] = request.tensors;
    let { tensors } = request;
    const images = imageInput !== undefined && first !== undefined && holdsImages(imageInput, first);
    if (images) {
      requireBytes(first);
      tensors = [await decodeImages(decoder, imageInput, first), ...tensors.slice(1)];
    }
    const wanted = wantedOutputs(model, request.outputs, images);
    const admitted = admitInputs(description, tensors, wanted.raw);
    const reply = await batcher.submit(admitted, signal);
    const raw = reply.outputs.map(({ index, datatype, shape, bytes }) => {
      return { name: description.outputs[index]?.name ?? '', datatype, shape, bytes };
    });
    const outputs =
      wanted.given.length === 0
        ? raw
        : given(model, wanted.given, [...raw, ...(wanted.made ? (postprocess?.make(raw) ?? []) : [])]);
    model.answered(arrived);
    return outputs;
  } catch (error) {
    const failure = toServingError(error);
    model.failed(failure.kind);
    throw failure;
  }
}

interface Wanted {
  /** Of the engine; empty: all. */
  readonly raw: readonly string[];
  /** Of the answer, in order; empty: as the engine gives them. */
  readonly given: readonly WantedOutput[];
  readonly made: boolean;
}

function wantedOutputs(
  { description, postprocess }: ServedModel,
  asked: readonly WantedOutput[],
  images: boolean,
): Wanted {
  const offers = images && asked.length === 0 ? (postprocess?.offers ?? []) : [];
  const given = asked.length > 0 ? withoutRepeats(asked) : offers.map((name) => ({ name }));
  if (given.length === 0) return { raw: [], given, made: false };
  const own = (name: string) => description.outputs.some((spec) => spec.name === name);
  const isMade = ({ name }: WantedOutput) =>
    (images && asked.length === 0) || (!own(name) && postprocess?.offers.includes(name) === true);
  const made = given.some(isMade);
  const raw = given.filter((output) => !isMade(output)).map(({ name }) => name);
  return { raw: [...new Set([...raw, ...(made ? (postprocess?.needs ?? []) : [])])], given, made };
}

/** An output that is asked for again is given once, as it was asked for first. */
function withoutRepeats(outputs: readonly WantedOutput[]): readonly WantedOutput[] {
  return outputs.filter(({ name }, place) => outputs.findIndex((output) => output.name === name) === place);
}

function given({ source }: ServedModel, wanted: readonly WantedOutput[], outputs: readonly WireTensor[]): WireTensor[] {
  return wanted.map(({ name, classes }) => {
    // What is made comes last, and before an output of the same name.
    const output = outputs.findLast((one) => one.name === name);
    if (!output) throw invalid(`there is no output '${name}'`);
    const labels = source.postprocessing?.labels ?? [];
    return classes === undefined ? output : classTexts(output, classes, labels);
  });
}
