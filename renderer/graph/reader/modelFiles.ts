// A model as files to be saved: written piece by piece into blobs, which the browser keeps on disk where they are large.
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { longestFile, modelSize, planWrite } from '#core/onnx/write.ts';
import type { SavedFile } from '../detail.ts';
import type { CallContext } from './callContext.ts';

/** So many bytes are in this worker's memory at a time. */
const pieceBytes = 16 << 20;

interface Named {
  /** Of the model's file, with `.onnx` at its end. */
  readonly name: string;
  readonly openExternal: OpenExternal;
}

/** One file, or two where one would be longer than `most`: then large weights are in the other one. */
export async function modelFiles(
  model: Model,
  { name, openExternal }: Named,
  { signal, progress }: CallContext,
  most = longestFile,
): Promise<readonly SavedFile[]> {
  const inOne = { external: 'inline', openExternal } as const;
  const isShort = modelSize(model, inOne) <= most;
  const dataName = `${name}.data`;
  const plan = planWrite(model, isShort ? inOne : { ...inOne, dataLocation: dataName });
  let done = 0;
  const note = (bytes: number) => {
    signal.throwIfAborted();
    done += bytes;
    progress({ phase: 'writing', share: done / (plan.modelLength + plan.dataLength) });
  };
  const file = { name, content: await blobOf(plan.model(), note) };
  return isShort ? [file] : [file, { name: dataName, content: await blobOf(plan.data(), note) }];
}

async function blobOf(chunks: AsyncIterable<Uint8Array>, note: (bytes: number) => void): Promise<Blob> {
  const pieces: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    note(chunk.length);
    waiting.push(chunk as Uint8Array<ArrayBuffer>);
    bytes += chunk.length;
    if (bytes < pieceBytes) continue;
    pieces.push(new Blob(waiting));
    [waiting, bytes] = [[], 0];
  }
  return new Blob([...pieces, ...waiting], { type: 'application/octet-stream' });
}
