// The two floating types of 16 bits that a model can be rewritten to, and what each of them holds.
import { decodeBfloat16, encodeBfloat16 } from '#core/onnx/bfloat16.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { decodeFloat16, encodeFloat16, largestFloat16, smallestNormalFloat16 } from '#core/onnx/float16.ts';

export interface HalfType {
  readonly name: 'FP16' | 'BF16';
  /** What is appended to the name of a value in this type. */
  readonly suffix: 'float16' | 'bfloat16';
  /** A code of `core/onnx/dataType`. */
  readonly dataType: number;
  /** The largest finite value. */
  readonly largest: number;
  readonly smallestNormal: number;
  /** Whether ordinary values of FP32 leave its range. */
  readonly overflows: boolean;
  /** The opset from which convolutions and most other operators take it. */
  readonly opset: number;
  /** The 16 bits of the nearest value, ties to even. */
  readonly encode: (value: number) => number;
  readonly decode: (bits: number) => number;
}

export const halfTypes: Readonly<Record<'fp16' | 'bf16', HalfType>> = {
  fp16: {
    name: 'FP16',
    suffix: 'float16',
    dataType: DataType.float16,
    largest: largestFloat16,
    smallestNormal: smallestNormalFloat16,
    overflows: true,
    opset: 7,
    encode: encodeFloat16,
    decode: decodeFloat16,
  },
  bf16: {
    name: 'BF16',
    suffix: 'bfloat16',
    dataType: DataType.bfloat16,
    largest: decodeBfloat16(0x7f7f),
    smallestNormal: 2 ** -126,
    overflows: false,
    opset: 22,
    encode: encodeBfloat16,
    decode: decodeBfloat16,
  },
};

/** The smallest value of the type that is not below a positive one; its largest where there is none. */
export function roundedUp({ encode, decode, largest }: HalfType, value: number): number {
  const code = encode(value);
  const near = decode(code);
  return Math.min(near < value ? decode(code + 1) : near, largest);
}
