// Weights that exist nowhere: random bytes made while the file is written, so that no model is held in memory.
import { DataType } from '#core/onnx/dataType.ts';
import type { Tensor } from '#core/onnx/model.ts';
import type { ByteSource } from '#core/onnx/source.ts';

const blockFloats = 1 << 18;

/** Small numbers around zero that no program can pack; the same on every run. */
function randomBlock(): Uint8Array {
  const floats = new Float32Array(blockFloats);
  let state = 20_261_123;
  for (let index = 0; index < blockFloats; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    floats[index] = (state / 2 ** 32 - 0.5) / 16;
  }
  return new Uint8Array(floats.buffer);
}

/** Weights' bytes by their place; what they are does not depend on who reads them. */
export function randomSource(): ByteSource {
  const block = randomBlock();
  return {
    size: Number.MAX_SAFE_INTEGER,
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; ) {
        const from = (offset + at) % block.length;
        const piece = block.subarray(from, from + length - at);
        bytes.set(piece, at);
        at += piece.length;
      }
      return bytes;
    },
  };
}

export function randomTensor(name: string, dims: readonly number[]): Tensor {
  const length = 4 * dims.reduce((product, size) => product * size, 1);
  return {
    name,
    dataType: DataType.float32,
    dims,
    data: { kind: 'file', offset: 0, length },
    docString: '',
    metadata: [],
  };
}
