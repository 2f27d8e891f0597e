// What the readers of a quantized value get: it is told before its codes, where a layer ends, and read after them.
import { indexGraph } from '#core/graph/graphIndex.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { encodeSmallFloat, smallFloatTable } from '#core/onnx/smallFloat.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { constantsOf } from '#core/precision/constants.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';

export type Rounding = (values: ArrayLike<number>) => ArrayLike<number>;

const codes: Readonly<Record<number, { readonly low: number; readonly high: number }>> = {
  [DataType.uint8]: { low: 0, high: 255 },
  [DataType.int8]: { low: -128, high: 127 },
};

/**
 * By name of a value that is quantized to 8 bits with one scale: x ↦ scale · (saturate(round(x / scale) + zero) − zero),
 * and scale · (the float of 8 bits that is nearest to x / scale) where codes are floats.
 */
export async function roundings({ model, openExternal }: OpenedModel): Promise<ReadonlyMap<string, Rounding>> {
  const { graph } = model;
  const index = indexGraph(graph);
  const constants = constantsOf(graph);
  const found = new Map<string, Rounding>();
  for (const node of graph.nodes) {
    if (node.opType !== 'QuantizeLinear') continue;
    const [value = '', scaleName = '', zeroName = ''] = node.inputs;
    const [scaleTensor, zeroTensor] = [constants(scaleName), constants(zeroName)];
    const type = zeroTensor?.dataType ?? DataType.undefined;
    const [range, floats] = [codes[type], smallFloatTable(type)];
    // Of several readers one may take the value as it was.
    if (!scaleTensor || !zeroTensor || !(range || floats) || index.consumers(value).length !== 1) continue;
    const scales = await tensorNumbers(scaleTensor, model, openExternal);
    const zeros = await tensorNumbers(zeroTensor, model, openExternal);
    const [scale = 0, zero = 0] = [scales[0], zeros[0]];
    if (scales.length !== 1 || scale <= 0) continue;
    found.set(value, (values) =>
      Float32Array.from(values, (x) => {
        if (!range) return scale * (floats?.[encodeSmallFloat(type, x / scale)] ?? 0);
        const code = Math.min(range.high, Math.max(range.low, toEven(x / scale) + zero));
        return scale * (code - zero);
      }),
    );
  }
  return found;
}

function toEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
