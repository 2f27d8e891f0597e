// From the bytes of an ONNX file to a Model: structure as objects, weights only as places.
import { exportAgain, OnnxError } from './error.ts';
import { modelMessage } from './messages/model.ts';
import type { Model } from './model.ts';
import { otherFormat } from './otherFormat.ts';
import type { ByteSource } from './source.ts';
import { readMessage } from './wire/readMessage.ts';

/**
 * Reads the structure of a model by ranges; weights are not read, and files larger than memory open.
 * Throws `OnnxError` where the file is damaged or something else; errors of `source.read` pass through.
 */
export async function readModel(source: ByteSource): Promise<Model> {
  if (source.size === 0) {
    throw new OnnxError('The file is empty', exportAgain);
  }
  try {
    const model = await readMessage(source, modelMessage);
    return { ...model, source };
  } catch (error) {
    throw error instanceof OnnxError ? await explained(error, source) : error;
  }
}

async function explained(error: OnnxError, source: ByteSource): Promise<OnnxError> {
  const other = otherFormat(await source.read(0, Math.min(source.size, 512)));
  if (other !== undefined) {
    return new OnnxError(`The file is ${other.what}, not an ONNX model`, other.next);
  }
  const atTop = error.place?.path === '' && !error.reason.startsWith('The file ');
  return atTop
    ? new OnnxError(`The file does not read as an ONNX model (${error.reason})`, error.next, error.place)
    : error;
}
