// Frames between the gateway and the process that holds an engine: a few 32-bit words, then tensors as they are.
import { type Datatype, datatypes } from '#electron/deploy/protocol/datatype.ts';

/** `hello` and `described` carry JSON; `failure` a text. */
export const frameKinds = ['hello', 'described', 'infer', 'inferred', 'failure'] as const;
export type FrameKind = (typeof frameKinds)[number];

/** One tensor of a frame, by its place among the engine's inputs or outputs; its bytes may come in several parts. */
export interface FramedTensor {
  readonly index: number;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly parts: readonly Uint8Array[];
}

export interface Frame {
  readonly kind: FrameKind;
  readonly id: number;
  /** `infer`: places of the outputs wanted. `inferred`: microseconds that the inference took. */
  readonly numbers: readonly number[];
  readonly tensors: readonly FramedTensor[];
  readonly text: string;
}

/** Words before everything: bytes of the whole frame, kind, id, words of numbers and tensors, bytes of text. */
const fixedWords = 5;
export const fixedBytes = fixedWords * 4;
/** Tensors begin at multiples of this, so that typed arrays can be laid over them. */
const alignment = 8;
const padding = new Uint8Array(alignment);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The frame's bytes in order; those of tensors are not copied. */
export function encodeFrame({ kind, id, numbers, tensors, text }: Partial<Frame> & Pick<Frame, 'kind' | 'id'>): {
  readonly chunks: Uint8Array[];
  readonly bytes: number;
} {
  const words: number[] = [numbers?.length ?? 0, ...(numbers ?? []), tensors?.length ?? 0];
  for (const { index, datatype, shape, parts } of tensors ?? []) {
    let length = 0;
    for (const part of parts) length += part.byteLength;
    words.push(index, datatypes.indexOf(datatype), length, shape.length);
    for (const size of shape) words.push(size);
  }
  const note = text ? encoder.encode(text) : padding.subarray(0, 0);
  const headBytes = aligned(fixedBytes + words.length * 4 + note.byteLength);
  const head = new Uint8Array(headBytes);
  const chunks: Uint8Array[] = [head];
  let bytes = headBytes;
  for (const { parts } of tensors ?? []) {
    for (const part of parts) {
      chunks.push(part);
      bytes += part.byteLength;
    }
    const gap = aligned(bytes) - bytes;
    if (gap > 0) chunks.push(padding.subarray(0, gap));
    bytes += gap;
  }
  const view = new Uint32Array(head.buffer, 0, headBytes >> 2);
  view[0] = bytes;
  view[1] = frameKinds.indexOf(kind);
  view[2] = id;
  view[3] = words.length;
  view[4] = note.byteLength;
  view.set(words, fixedWords);
  head.set(note, fixedBytes + words.length * 4);
  return { chunks, bytes };
}

/** @param bytes a whole frame. Tensors are views on it. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (index: number) => view.getUint32(index * 4, true);
  const wordCount = word(3);
  const textBytes = word(4);
  const textStart = fixedBytes + wordCount * 4;
  let at = fixedWords;
  const count = word(at++);
  const numbers: number[] = [];
  for (let index = 0; index < count; index += 1) numbers.push(word(at++));
  const tensorCount = word(at++);
  const tensors: FramedTensor[] = [];
  let offset = aligned(textStart + textBytes);
  for (let place = 0; place < tensorCount; place += 1) {
    const index = word(at++);
    const datatype = datatypes[word(at++)] ?? 'UINT8';
    const length = word(at++);
    const rank = word(at++);
    const shape: number[] = [];
    for (let axis = 0; axis < rank; axis += 1) shape.push(word(at++));
    tensors.push({ index, datatype, shape, parts: [bytes.subarray(offset, offset + length)] });
    offset = aligned(offset + length);
  }
  const text = textBytes === 0 ? '' : decoder.decode(bytes.subarray(textStart, textStart + textBytes));
  return { kind: frameKinds[word(1)] ?? 'failure', id: word(2), numbers, tensors, text };
}

/** Bytes of the whole frame that begins with `start`, of which at least 4 bytes are there. */
export function frameLength(start: Uint8Array): number {
  return new DataView(start.buffer, start.byteOffset, start.byteLength).getUint32(0, true);
}

function aligned(bytes: number): number {
  return (bytes + alignment - 1) & ~(alignment - 1);
}
