// Tensors made by a rewrite: their data is in memory, in the form that `raw_data` has.

import { byteLength, DataType, dataTypeName } from './dataType.ts';
import { elementCount } from './elementCount.ts';
import { encodeElements } from './elements.ts';
import { OnnxError } from './error.ts';
import type { Tensor } from './model.ts';
import { shownShape } from './oneLine.ts';
import { encodeUtf8 } from './utf8.ts';

/**
 * @param values the elements in row-major order (complex: real and imaginary part in turn; floats are rounded to nearest
 *   even), or, as Uint8Array, the little-endian bytes. The elements of a uint8 tensor are both at once.
 * @throws OnnxError where their number does not fit `dims`.
 */
export function makeTensor(
  name: string,
  dataType: number,
  dims: readonly number[],
  values: ArrayLike<number | bigint | string>,
): Tensor {
  const tensor = { name, dataType, dims, docString: '', metadata: [] };
  const count = elementCount(dims);
  if (dataType === DataType.string) {
    const strings = Array.from(values, (value) => encodeUtf8(String(value)));
    requireCount(name, dims, strings.length, count, 'strings');
    return { ...tensor, data: { kind: 'strings', values: strings } };
  }
  const bytes = values instanceof Uint8Array ? values : encodeElements(dataType, numbers(name, values));
  requireCount(name, dims, bytes.length, byteLength(dataType, count), `bytes of ${dataTypeName(dataType)}`);
  return { ...tensor, data: { kind: 'memory', bytes } };
}

function numbers(name: string, values: ArrayLike<number | bigint | string>): ArrayLike<number | bigint> {
  if (typeof values[0] === 'string') {
    throw new OnnxError(`The tensor '${name}' was given strings for a numeric type`, 'Give it the type string.');
  }
  return values as ArrayLike<number | bigint>;
}

function requireCount(name: string, dims: readonly number[], actual: number, wanted: number, what: string): void {
  if (actual !== wanted) {
    throw new OnnxError(
      `The tensor '${name}' of shape ${shownShape(dims)} was given ${actual} ${what}, where ${wanted} are needed`,
      'Give as many elements as the shape has.',
    );
  }
}
