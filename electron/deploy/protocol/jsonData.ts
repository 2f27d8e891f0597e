// Elements as JSON writes them, and as bytes.
import { decodeFloat16, encodeFloat16 } from '#core/onnx/float16.ts';
import type { Datatype } from './datatype.ts';
import { invalid } from './servingError.ts';
import { elementsOf, readElements, type WireTensor, writeTexts } from './wireTensor.ts';

/** No tensor has more axes; what lies deeper is no element, and would not end a walk soon. */
export const deepest = 64;

/** Elements as a parser gives them, or numbers alone. */
type Elements = readonly unknown[] | Float64Array | Float32Array;

/** What JSON holds that the type does not. */
class Misfit {
  readonly element: unknown;
  constructor(element: unknown) {
    this.element = element;
  }
}

type NumberArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

function wholes<A extends NumberArray>(make: (length: number) => A, low: number, high: number) {
  return (elements: Elements) => {
    const array = make(elements.length);
    for (let index = 0; index < elements.length; index += 1) {
      const element = elements[index];
      if (typeof element !== 'number' || !Number.isInteger(element) || element < low || element > high) {
        throw new Misfit(element);
      }
      array[index] = element;
    }
    return array;
  };
}

function reals<A extends NumberArray>(make: (length: number) => A, form: (value: number) => number = (value) => value) {
  return (elements: Elements) => {
    const array = make(elements.length);
    for (let index = 0; index < elements.length; index += 1) {
      const element = elements[index];
      if (typeof element !== 'number') throw new Misfit(element);
      array[index] = form(element);
    }
    return array;
  };
}

const singles = reals((length) => new Float32Array(length));

/** Beyond 2^53 JSON's numbers are not exact; texts of digits are taken too. */
function longs<A extends BigInt64Array | BigUint64Array>(make: (length: number) => A, wrap: (value: bigint) => bigint) {
  return (elements: Elements) => {
    const array = make(elements.length);
    for (let index = 0; index < elements.length; index += 1) {
      const element = elements[index];
      const whole = typeof element === 'number' && Number.isInteger(element);
      if (!whole && !(typeof element === 'string' && /^-?\d+$/.test(element))) throw new Misfit(element);
      const value = BigInt(element);
      if (wrap(value) !== value) throw new Misfit(element);
      array[index] = value;
    }
    return array;
  };
}

function booleans(elements: Elements): Uint8Array {
  const array = new Uint8Array(elements.length);
  for (let index = 0; index < elements.length; index += 1) {
    const element = elements[index];
    if (typeof element !== 'boolean' && element !== 0 && element !== 1) throw new Misfit(element);
    array[index] = Number(element);
  }
  return array;
}

const writers: Readonly<Record<Exclude<Datatype, 'BYTES' | 'BF16'>, (elements: Elements) => ArrayBufferView>> = {
  BOOL: booleans,
  UINT8: wholes((length) => new Uint8Array(length), 0, 255),
  UINT16: wholes((length) => new Uint16Array(length), 0, 65_535),
  UINT32: wholes((length) => new Uint32Array(length), 0, 2 ** 32 - 1),
  UINT64: longs(
    (length) => new BigUint64Array(length),
    (value) => BigInt.asUintN(64, value),
  ),
  INT8: wholes((length) => new Int8Array(length), -128, 127),
  INT16: wholes((length) => new Int16Array(length), -32_768, 32_767),
  INT32: wholes((length) => new Int32Array(length), -(2 ** 31), 2 ** 31 - 1),
  INT64: longs(
    (length) => new BigInt64Array(length),
    (value) => BigInt.asIntN(64, value),
  ),
  FP16: reals((length) => new Uint16Array(length), encodeFloat16),
  FP32: (elements) => {
    if (elements instanceof Float32Array) return elements;
    return elements instanceof Float64Array ? new Float32Array(elements) : singles(elements);
  },
  FP64: reals((length) => new Float64Array(length)),
};

/** @param data nested as the shape is, or flat. @throws ServingError that names the input and the element. */
export function bytesOfJson(name: string, datatype: Datatype, shape: readonly number[], data: unknown): Uint8Array {
  if (!Array.isArray(data) && !(data instanceof Float64Array) && !(data instanceof Float32Array))
    throw invalid(`input '${name}' has no array 'data'`);
  const flat: Elements = Array.isArray(data) && Array.isArray(data[0]) ? data.flat(deepest) : data;
  const count = elementsOf(shape);
  if (flat.length !== count) {
    throw invalid(`input '${name}' of shape [${shape.join(', ')}] needs ${count} elements, and has ${flat.length}`);
  }
  if (datatype === 'BF16') throw invalid(`input '${name}' of BF16 has no form in JSON; send it as binary data`);
  if (datatype === 'BYTES') {
    const texts = Array.from(flat);
    if (texts.every((element) => typeof element === 'string')) return writeTexts(texts);
    const wrong = texts.find((element) => typeof element !== 'string');
    throw invalid(`input '${name}' of BYTES takes texts, and holds ${elementText(wrong)}`);
  }
  try {
    const { buffer, byteOffset, byteLength } = writers[datatype](flat);
    return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  } catch (thrown) {
    if (!(thrown instanceof Misfit)) throw thrown;
    throw invalid(`input '${name}' of ${datatype} holds ${elementText(thrown.element)}, which is none`);
  }
}

/** An array may be nested too deeply to be written. */
function elementText(element: unknown): string | undefined {
  return Array.isArray(element) ? 'an array' : JSON.stringify(element)?.slice(0, 100);
}

/** Flat. Infinities and what is not a number, which JSON lacks, become null; whole numbers beyond 2^53 are rounded. */
export function jsonOfBytes({ datatype, bytes }: Pick<WireTensor, 'datatype' | 'bytes'>): unknown[] {
  // Typed arrays need elements at multiples of their width.
  const own = Uint8Array.from(bytes).buffer;
  switch (datatype) {
    case 'BOOL':
      return Array.from(bytes, (byte) => byte !== 0);
    case 'UINT8':
      return Array.from(bytes);
    case 'INT8':
      return Array.from(new Int8Array(own));
    case 'UINT16':
      return Array.from(new Uint16Array(own));
    case 'INT16':
      return Array.from(new Int16Array(own));
    case 'UINT32':
      return Array.from(new Uint32Array(own));
    case 'INT32':
      return Array.from(new Int32Array(own));
    case 'UINT64':
      return Array.from(new BigUint64Array(own), Number);
    case 'INT64':
      return Array.from(new BigInt64Array(own), Number);
    case 'FP16':
      return Array.from(new Uint16Array(own), decodeFloat16);
    case 'FP32':
      return Array.from(new Float32Array(own), shortest);
    case 'FP64':
      return Array.from(new Float64Array(own));
    case 'BF16':
      return Array.from(new Uint16Array(own), (bits) => new Float32Array(new Uint32Array([bits << 16]).buffer)[0]);
    case 'BYTES':
      return readElements(bytes).map((element) => Buffer.from(element).toString());
  }
}

/** Nine digits tell every FP32 apart; the double's further ones say nothing. */
function shortest(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : value;
}
