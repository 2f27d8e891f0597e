// A request as the batcher sees it: checked tensors in the engine's order, and who waits for the answer.
import type { WireTensor } from '#electron/deploy/protocol/wireTensor.ts';

export interface BatchRequest {
  /** One for each of the engine's inputs, in its order. */
  readonly inputs: readonly WireTensor[];
  /** Places of the outputs wanted, in the engine's order. */
  readonly wanted: readonly number[];
}

export interface BatchReply {
  /** In the order of `wanted`. */
  readonly outputs: readonly BatchOutput[];
  readonly queueMs: number;
  readonly computeMs: number;
  /** Rows of the batch that it was part of. */
  readonly batch: number;
}

export type BatchOutput = Omit<WireTensor, 'name'> & { readonly index: number };

/** Requests with the same key may share an inference: they differ in their number of rows alone. */
export function batchKey({ inputs, wanted }: BatchRequest): string {
  let key = wanted.join();
  for (const { shape } of inputs) {
    key += ';';
    for (let axis = 1; axis < shape.length; axis += 1) key += `${shape[axis]},`;
  }
  return key;
}

export function rowsOf({ inputs }: BatchRequest): number {
  return inputs[0]?.shape[0] ?? 1;
}
