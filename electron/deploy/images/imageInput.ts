// The input of a model that takes encoded images, and how an image becomes it.
import type { EngineDescription, TensorSpec } from '#electron/deploy/model/description.ts';
import type { ModelSource } from '#electron/deploy/model/source.ts';
import { valueTypeOf } from '#electron/deploy/protocol/datatype.ts';
import { elementsOf, type WireTensor, writeElements } from '#electron/deploy/protocol/wireTensor.ts';
import { imageDims } from '#electron/worker/data/imageValue.ts';
import type { ImageDecoder } from './imageDecoder.ts';
import { type ImageQuestion, imageQuestionSchema } from './question.ts';

export interface ImageInput {
  readonly spec: TensorSpec;
  readonly question: ImageQuestion;
}

/** Undefined where no preprocessing is known, or the images that it makes do not fit the model's only input. */
export function imageInputOf({ preprocessing }: ModelSource, { inputs }: EngineDescription): ImageInput | undefined {
  const [spec] = inputs;
  if (preprocessing === null || spec === undefined || inputs.length !== 1) return undefined;
  const dims = imageDims(preprocessing);
  const wanted = spec.shape.length === 4 ? spec.shape.slice(1) : spec.shape;
  const fits = wanted.length === 3 && wanted.every((size, axis) => size < 0 || size === dims[axis]);
  const question = imageQuestionSchema.safeParse({ preprocessing, type: valueTypeOf(spec.datatype) });
  return fits && question.success ? { spec, question: question.data } : undefined;
}

/** Whether a tensor holds encoded images where the engine takes their values. */
export function holdsImages({ spec }: ImageInput, tensor: WireTensor): boolean {
  return tensor.datatype === 'BYTES' && spec.datatype !== 'BYTES' && tensor.name === spec.name;
}

/** @throws ServingError where one does not decode. */
export async function decodeImages(
  decoder: ImageDecoder,
  { spec, question }: ImageInput,
  tensor: WireTensor,
): Promise<WireTensor> {
  const { parts, shape } = await decoder.decode(tensor.bytes, question);
  // A model without a batch axis takes one image as it is.
  const own = spec.shape.length === 3 && elementsOf(tensor.shape) === 1 ? shape.slice(1) : shape;
  return { name: spec.name, datatype: spec.datatype, shape: own, bytes: parts[0] ?? new Uint8Array() };
}

/** A single image as the tensor that a client would send. */
export function imageTensor({ spec }: ImageInput, image: Uint8Array): WireTensor {
  return { name: spec.name, datatype: 'BYTES', shape: [1], bytes: writeElements([image]) };
}
