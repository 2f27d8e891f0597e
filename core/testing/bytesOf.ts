// A model as a file, in memory.
import type { Model } from '#core/onnx/model.ts';
import { writeModel } from '#core/onnx/write.ts';

/** The model as the bytes of an ONNX file. */
export async function bytesOf(model: Model): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeModel(model)) {
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
