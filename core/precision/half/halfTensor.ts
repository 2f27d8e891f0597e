// A float32 tensor in 16 bits: each value rounded to nearest, ties to even.
import type { Model, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorValues } from '#core/onnx/tensor.ts';
import type { HalfType } from './halfType.ts';

/** Finite values beyond the type's largest become that; only bounds, which then bound nothing, come here with such values. */
export async function halfTensor(
  tensor: Tensor,
  type: HalfType,
  model: Model,
  openExternal?: OpenExternal,
): Promise<Tensor> {
  const values = await tensorValues(tensor, model, openExternal);
  const codes = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++)
    codes[index] = type.encode(saturated(Number(values[index] ?? 0), type));
  const bytes = new Uint8Array(codes.length * 2);
  const view = new DataView(bytes.buffer);
  codes.forEach((code, index) => {
    view.setUint16(2 * index, code, true);
  });
  return { ...tensor, dataType: type.dataType, data: { kind: 'memory', bytes } };
}

function saturated(value: number, { largest }: HalfType): number {
  if (!Number.isFinite(value)) return value;
  return Math.max(-largest, Math.min(largest, value));
}
