// A small tensor's elements as text.
import type { Tensor } from '#core/onnx/model.ts';
import { tensorValues } from '#core/onnx/tensor.ts';
import { numberText } from './attributeText.ts';
import type { Home } from './home.ts';

/** `[1, -1, 768]`; a scalar stands bare. */
export async function elementsText(tensor: Tensor, { model, openExternal }: Home): Promise<string> {
  const values = Array.from<number | bigint | string, string>(
    await tensorValues(tensor, model, openExternal),
    (value) => (typeof value === 'number' ? numberText(value) : String(value)),
  );
  return tensor.dims.length === 0 ? (values[0] ?? '') : `[${values.join(', ')}]`;
}
