// The header of NumPy's .npy files (numpy.lib.format, versions 1.0 to 3.0).
import { DataType } from './dataType.ts';
import { OnnxError } from './error.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

export interface NpyHeader {
  /** NumPy's name of the element type, as '<f4'. */
  readonly descr: string;
  /** The same as a code of `core/onnx/dataType`. */
  readonly dataType: number;
  readonly littleEndian: boolean;
  /** Whether the first dimension varies fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly dataOffset: number;
}

const types: Readonly<Record<string, number>> = {
  f2: DataType.float16,
  f4: DataType.float32,
  f8: DataType.float64,
  i1: DataType.int8,
  i2: DataType.int16,
  i4: DataType.int32,
  i8: DataType.int64,
  u1: DataType.uint8,
  u2: DataType.uint16,
  u4: DataType.uint32,
  u8: DataType.uint64,
  b1: DataType.bool,
  c8: DataType.complex64,
  c16: DataType.complex128,
};

const saveAgain = 'Save the array with numpy.save as a plain array of floats, integers or booleans.';

function refused(reason: string): OnnxError {
  return new OnnxError(`The .npy file ${reason}`, saveAgain);
}

/** @param bytes the beginning of the file; 64 KiB hold every header that NumPy writes. Throws `OnnxError`. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || decodeMagic(bytes) !== '\u0093NUMPY') {
    throw refused('does not begin as NumPy files do');
  }
  const major = bytes[6] as number;
  if (major < 1 || major > 3) {
    throw refused(`has the format version ${major}, which Lathe does not know`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = major === 1 ? 10 : 12;
  const length = major === 1 ? view.getUint16(8, true) : bytes.length < 12 ? 0 : view.getUint32(8, true);
  if (length === 0 || start + length > bytes.length) {
    throw refused('ends inside its header');
  }
  return { ...parseHeader(decodeUtf8(bytes, start, start + length)), dataOffset: start + length };
}

function decodeMagic(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 6));
}

/** The header is a Python dict of exactly three entries; NumPy itself evaluates no more than literals. */
function parseHeader(text: string): Omit<NpyHeader, 'dataOffset'> {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) {
    throw refused(`has a header that Lathe does not read: ${text.trim().slice(0, 100)}`);
  }
  const dataType = types[descr.slice(1)];
  if (dataType === undefined || !'<>|='.includes(descr.charAt(0))) {
    throw refused(`has elements of type ${descr}, which are no numbers that Lathe reads`);
  }
  const dims = shape.split(',').filter((part) => part.trim() !== '');
  return {
    descr,
    dataType,
    littleEndian: !descr.startsWith('>'),
    fortranOrder: order === 'True',
    shape: dims.map((part) => Number.parseInt(part, 10)),
  };
}

const stored: Readonly<Record<number, string>> = {
  [DataType.float16]: '<f2',
  [DataType.float32]: '<f4',
  [DataType.float64]: '<f8',
  [DataType.int8]: '|i1',
  [DataType.int16]: '<i2',
  [DataType.int32]: '<i4',
  [DataType.int64]: '<i8',
  [DataType.uint8]: '|u1',
  [DataType.uint16]: '<u2',
  [DataType.uint32]: '<u4',
  [DataType.uint64]: '<u8',
  [DataType.bool]: '|b1',
  [DataType.complex64]: '<c8',
  [DataType.complex128]: '<c16',
};

/** NumPy's name for a type, undefined where NumPy has none. */
export function npyDescr(dataType: number): string | undefined {
  return stored[dataType];
}

/** The header of format version 1.0, padded so that the elements begin at a multiple of 64 bytes. */
export function encodeNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const length = Math.ceil((10 + dict.length + 1) / 64) * 64;
  const bytes = encodeUtf8(`\u0000NUMPY\u0001\u0000\u0000\u0000${dict.padEnd(length - 11)}\n`);
  bytes[0] = 0x93;
  new DataView(bytes.buffer).setUint16(8, length - 10, true);
  return bytes;
}
