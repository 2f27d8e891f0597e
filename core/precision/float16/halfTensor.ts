// A float32 tensor as float16: each value rounded to nearest, ties to even.
import { DataType } from '#core/onnx/dataType.ts';
import { encodeFloat16, largestFloat16 } from '#core/onnx/float16.ts';
import type { Model, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorValues } from '#core/onnx/tensor.ts';

/** Finite values beyond ±65504 become ±65504; only bounds, which then bound nothing, come here with such values. */
export async function halfTensor(tensor: Tensor, model: Model, openExternal?: OpenExternal): Promise<Tensor> {
  const values = await tensorValues(tensor, model, openExternal);
  const codes = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++)
    codes[index] = encodeFloat16(saturated(Number(values[index] ?? 0)));
  const bytes = new Uint8Array(codes.length * 2);
  const view = new DataView(bytes.buffer);
  codes.forEach((code, index) => {
    view.setUint16(2 * index, code, true);
  });
  return { ...tensor, dataType: DataType.float16, data: { kind: 'memory', bytes } };
}

function saturated(value: number): number {
  if (!Number.isFinite(value)) return value;
  return Math.max(-largestFloat16, Math.min(largestFloat16, value));
}
