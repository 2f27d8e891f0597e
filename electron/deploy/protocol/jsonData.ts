// Elements as JSON writes them, and as bytes.
import { decodeFloat16, encodeFloat16 } from '#core/onnx/float16.ts';
import type { Datatype } from './datatype.ts';
import { invalid } from './servingError.ts';
import { elementsOf, readElements, type WireTensor, writeTexts } from './wireTensor.ts';

type Writer = (numbers: readonly unknown[]) => ArrayBufferView;

const whole = (low: number, high: number) => (value: unknown) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < low || value > high) throw value;
  return value;
};
const real = (value: unknown) => {
  if (typeof value !== 'number') throw value;
  return value;
};
/** Beyond 2^53 JSON's numbers are not exact; texts of digits are taken too. */
const big = (signed: boolean) => (value: unknown) => {
  const text = typeof value === 'string' && /^-?\d+$/.test(value);
  if (!text && !(typeof value === 'number' && Number.isInteger(value))) throw value;
  const number = BigInt(value as string | number);
  const wrapped = signed ? BigInt.asIntN(64, number) : BigInt.asUintN(64, number);
  if (wrapped !== number) throw value;
  return number;
};

const writers: Readonly<Record<Exclude<Datatype, 'BYTES'>, Writer>> = {
  BOOL: (values) =>
    Uint8Array.from(values, (value) => {
      if (typeof value !== 'boolean' && value !== 0 && value !== 1) throw value;
      return Number(value);
    }),
  UINT8: (values) => Uint8Array.from(values, whole(0, 255)),
  UINT16: (values) => Uint16Array.from(values, whole(0, 65_535)),
  UINT32: (values) => Uint32Array.from(values, whole(0, 2 ** 32 - 1)),
  UINT64: (values) => BigUint64Array.from(values, big(false)),
  INT8: (values) => Int8Array.from(values, whole(-128, 127)),
  INT16: (values) => Int16Array.from(values, whole(-32_768, 32_767)),
  INT32: (values) => Int32Array.from(values, whole(-(2 ** 31), 2 ** 31 - 1)),
  INT64: (values) => BigInt64Array.from(values, big(true)),
  FP16: (values) => Uint16Array.from(values, (value) => encodeFloat16(real(value))),
  FP32: (values) => Float32Array.from(values, real),
  FP64: (values) => Float64Array.from(values, real),
  BF16: () => {
    throw invalid('BF16 has no form in JSON; send it as binary data');
  },
};

/** @param data nested as the shape is, or flat. @throws ServingError that names the input and the element. */
export function bytesOfJson(name: string, datatype: Datatype, shape: readonly number[], data: unknown): Uint8Array {
  if (!Array.isArray(data)) throw invalid(`input '${name}' has no array 'data'`);
  const flat: readonly unknown[] = Array.isArray(data[0]) ? data.flat(Number.POSITIVE_INFINITY) : data;
  const count = elementsOf(shape);
  if (flat.length !== count) {
    throw invalid(`input '${name}' of shape [${shape.join(', ')}] needs ${count} elements, and has ${flat.length}`);
  }
  if (datatype === 'BYTES') {
    const wrong = flat.find((element) => typeof element !== 'string');
    if (wrong !== undefined) throw invalid(`input '${name}' of BYTES takes texts, and holds ${JSON.stringify(wrong)}`);
    return writeTexts(flat as readonly string[]);
  }
  try {
    const { buffer, byteOffset, byteLength } = writers[datatype](flat);
    return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  } catch (thrown) {
    if (thrown instanceof Error) throw thrown;
    throw invalid(`input '${name}' of ${datatype} holds ${JSON.stringify(thrown)?.slice(0, 100)}, which is none`);
  }
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
