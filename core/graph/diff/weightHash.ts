// The contents of weights told by a short hash, read a few MiB at a time: for seeing a change, not for security.
import type { Graph, Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import { tensorChunks } from '#core/onnx/tensorChunks.ts';
import { constantTensors } from './digest.ts';

export interface WeightHashOptions {
  readonly openExternal?: OpenExternal | undefined;
  /** Called after each tensor with a share from 0 to 1 of all bytes. */
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly signal?: { readonly aborted: boolean; readonly reason?: unknown } | undefined;
}

/**
 * A hash of 64 bits for each constant of the graph, by value name. Weights that cannot be read are left out.
 * Throws the signal's reason where it is aborted.
 */
export async function weightHashes(
  graph: Graph,
  home: Pick<Model, 'source'>,
  { openExternal, onProgress, signal }: WeightHashOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const tensors = constantTensors(graph).filter(([, { data }]) => data.kind !== 'strings');
  const total = tensors.reduce((sum, [, tensor]) => sum + tensorByteLength(tensor), 0);
  const hashes = new Map<string, string>();
  let done = 0;
  for (const [value, tensor] of tensors) {
    if (signal?.aborted) throw signal.reason ?? new Error('the comparison was cancelled');
    const hash = createHash();
    try {
      for await (const chunk of tensorChunks(tensor, home, openExternal)) {
        if (signal?.aborted) break;
        hash.add(chunk);
      }
      hashes.set(value, hash.text());
    } catch {
      // What cannot be read is told by its type and shape alone.
    }
    done += tensorByteLength(tensor);
    onProgress?.(total === 0 ? 1 : done / total);
  }
  return hashes;
}

/** Two multiplicative hashes of 32 bits with different multipliers; words, then single bytes where a chunk ends odd. */
export function createHash() {
  let [a, b] = [0x9e3779b9, 0x85ebca6b];
  const mix = (word: number) => {
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x5bd1e995);
    b ^= b >>> 13;
  };
  return {
    add(bytes: Uint8Array): void {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const words = bytes.byteLength & ~3;
      for (let at = 0; at < words; at += 4) mix(view.getUint32(at, true));
      for (let at = words; at < bytes.byteLength; at++) mix(bytes[at] as number);
    },
    text: () => [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join(''),
  };
}
