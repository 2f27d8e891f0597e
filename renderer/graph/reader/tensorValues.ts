// The numbers of a weight: their statistics, and the whole of them as a .npy file.

import type { Tensor } from '#core/onnx/model.ts';
import { npyHeader, writeNpy } from '#core/onnx/npy.ts';
import { type TensorStatistics, tensorStatistics } from '#core/onnx/statistics.ts';
import type { CallContext } from './callContext.ts';
import type { Home } from './home.ts';

const phase = 'looking at values';

export function tensorNumbers(
  tensor: Tensor,
  { model, openExternal }: Home,
  context: CallContext,
): Promise<TensorStatistics> {
  return tensorStatistics(tensor, model, {
    openExternal,
    signal: context.signal,
    onProgress: (share) => context.progress({ phase, share }),
  });
}

/** Held in memory as a whole: the window saves it from there. */
export async function tensorFile(tensor: Tensor, { model, openExternal }: Home, { signal, progress }: CallContext) {
  const { widened } = npyHeader(tensor);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of writeNpy(tensor, model, openExternal)) {
    signal.throwIfAborted();
    chunks.push(chunk);
    length += chunk.length;
    progress({ phase, share: null });
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bytes, widened: widened ?? '' };
}
