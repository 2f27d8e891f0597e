// The floating-point types of 8 bits and fewer ↔ number, each by its table of values (ONNX "Float stored in 8/4 bits").
import { DataType } from './dataType.ts';

interface Format {
  readonly exponentBits: number;
  readonly fractionBits: number;
  readonly bias: number;
  /** `ieee`: the top exponent means infinity and NaN. `fn`: only all ones is NaN. `fnuz`: only −0 is NaN. `finite`: neither. */
  readonly specials: 'ieee' | 'fn' | 'fnuz' | 'finite';
}

const formats: Readonly<Record<number, Format>> = {
  [DataType.float8e4m3fn]: { exponentBits: 4, fractionBits: 3, bias: 7, specials: 'fn' },
  [DataType.float8e4m3fnuz]: { exponentBits: 4, fractionBits: 3, bias: 8, specials: 'fnuz' },
  [DataType.float8e5m2]: { exponentBits: 5, fractionBits: 2, bias: 15, specials: 'ieee' },
  [DataType.float8e5m2fnuz]: { exponentBits: 5, fractionBits: 2, bias: 16, specials: 'fnuz' },
  [DataType.float6e2m3]: { exponentBits: 2, fractionBits: 3, bias: 1, specials: 'finite' },
  [DataType.float6e3m2]: { exponentBits: 3, fractionBits: 2, bias: 3, specials: 'finite' },
  [DataType.float4e2m1]: { exponentBits: 2, fractionBits: 1, bias: 1, specials: 'finite' },
};

const tables = new Map<number, Float32Array>();

/** The values of all codes of a type; the index is the code. Undefined where the type is not a float of 8 bits or fewer. */
export function smallFloatTable(dataType: number): Float32Array | undefined {
  const known = tables.get(dataType);
  if (known !== undefined) {
    return known;
  }
  const table = dataType === DataType.float8e8m0 ? scaleTable() : formatTable(formats[dataType]);
  if (table !== undefined) {
    tables.set(dataType, table);
  }
  return table;
}

/** float8e8m0 is an exponent alone: 2^(code − 127), 255 is NaN (OCP Microscaling Formats 1.0, section 5.4.1). */
function scaleTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => (code === 255 ? Number.NaN : 2 ** (code - 127)));
}

function formatTable(format: Format | undefined): Float32Array | undefined {
  if (format === undefined) {
    return undefined;
  }
  const half = 1 << (format.exponentBits + format.fractionBits);
  return Float32Array.from({ length: 2 * half }, (_, code) => {
    const size = magnitude(format, code % half);
    if (format.specials === 'fnuz' && code === half) {
      return Number.NaN;
    }
    return code >= half ? -size : size;
  });
}

function magnitude(format: Format, code: number): number {
  const steps = 1 << format.fractionBits;
  const exponent = code >> format.fractionBits;
  const fraction = code % steps;
  const top = (1 << format.exponentBits) - 1;
  if (format.specials === 'ieee' && exponent === top) {
    return fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  }
  if (format.specials === 'fn' && exponent === top && fraction === steps - 1) {
    return Number.NaN;
  }
  return exponent === 0
    ? (fraction / steps) * 2 ** (1 - format.bias)
    : (1 + fraction / steps) * 2 ** (exponent - format.bias);
}

/**
 * The code of the value nearest to `value`, ties to the even code. What is too large, infinities too, becomes the largest
 * finite value (ONNX Cast with saturate = 1); NaN becomes NaN, or 0 in a type without one. float8e8m0 rounds up to the
 * next power of two, as ONNX Cast does by default.
 */
export function encodeSmallFloat(dataType: number, value: number): number {
  const table = smallFloatTable(dataType);
  if (table === undefined) {
    throw new RangeError(`type ${dataType} is not a floating-point type of 8 bits or fewer`);
  }
  if (Number.isNaN(value)) {
    return Math.max(table.findIndex(Number.isNaN), 0);
  }
  if (dataType === DataType.float8e8m0) {
    const exponent = Math.ceil(Math.log2(Math.abs(value)));
    return Math.min(Math.max(exponent + 127, 0), 254);
  }
  const half = table.length / 2;
  const code = nearest(table, half, Math.abs(value));
  const negative = value < 0 || Object.is(value, -0);
  return negative && !(code === 0 && formats[dataType]?.specials === 'fnuz') ? half + code : code;
}

function nearest(table: Float32Array, half: number, size: number): number {
  let low = 0;
  let high = half - 1;
  while (!Number.isFinite(table[high] as number)) {
    high -= 1;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((table[middle] as number) <= size) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const below = size - (table[low] as number);
  const above = (table[high] as number) - size;
  return below < above || (below === above && low % 2 === 0) ? low : high;
}
