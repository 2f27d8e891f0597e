// Weights for tests: from values, or made up in a way that is the same every time.
import { bitsPerElement, DataType } from '#core/onnx/dataType.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Tensor } from '#core/onnx/model.ts';
import { parseType } from './typeText.ts';

/**
 * A tensor of a type such as 'float32[2,3]'. Without `values` floats are made up between −1 and 1 and whole numbers
 * between 0 and 3, from the tensor's name alone.
 */
export function aTensor(name: string, type: string, values?: ArrayLike<number | bigint | string>): Tensor {
  const { elementType, shape } = parseType(type);
  const dims = (shape ?? []).map((dim) => {
    if (typeof dim !== 'number') {
      throw new Error(`the weights '${name}' need a fixed shape, not ${type}`);
    }
    return dim;
  });
  return makeTensor(name, elementType, dims, values ?? madeUp(name, elementType, elementCount(dims)));
}

const floats = new Set<number>([DataType.float32, DataType.float64, DataType.float16, DataType.bfloat16]);

function madeUp(name: string, elementType: number, count: number): number[] | string[] {
  const random = randomNumbers(name);
  if (elementType === DataType.string) {
    return Array.from({ length: count }, (_, index) => `${name} ${index}`);
  }
  const whole = !floats.has(elementType);
  const most = elementType === DataType.bool || bitsPerElement(elementType) === 2 ? 2 : 4;
  return Array.from({ length: count }, () => (whole ? Math.floor(random() * most) : random() * 2 - 1));
}

/** Numbers from 0 to 1 that follow from `seed` alone (a 32-bit linear congruential generator). */
export function randomNumbers(seed: string): () => number {
  let state = 2166136261;
  for (const unit of seed) {
    state = Math.imul(state ^ (unit.codePointAt(0) as number), 16777619) >>> 0;
  }
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
