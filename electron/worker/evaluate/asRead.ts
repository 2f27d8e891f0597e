// What the readers of a quantized value get: it is told before its codes, where a layer ends, and read after them.
import { indexGraph } from '#core/graph/graphIndex.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { constantsOf } from '#core/precision/constants.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';

export type Rounding = (values: ArrayLike<number>) => ArrayLike<number>;

const codes: Readonly<Record<number, { readonly low: number; readonly high: number }>> = {
  2: { low: 0, high: 255 },
  3: { low: -128, high: 127 },
};

/** By name of a value that is quantized to 8 bits with one scale: x ↦ scale · (saturate(round(x / scale) + zero) − zero). */
export async function roundings({ model, openExternal }: OpenedModel): Promise<ReadonlyMap<string, Rounding>> {
  const { graph } = model;
  const index = indexGraph(graph);
  const constants = constantsOf(graph);
  const found = new Map<string, Rounding>();
  for (const node of graph.nodes) {
    if (node.opType !== 'QuantizeLinear') continue;
    const [value = '', scaleName = '', zeroName = ''] = node.inputs;
    const [scaleTensor, zeroTensor] = [constants(scaleName), constants(zeroName)];
    const range = zeroTensor && codes[zeroTensor.dataType];
    // Of several readers one may take the value as it was.
    if (!scaleTensor || !range || index.consumers(value).length !== 1) continue;
    const scales = await tensorNumbers(scaleTensor, model, openExternal);
    const zeros = await tensorNumbers(zeroTensor, model, openExternal);
    const [scale = 0, zero = 0] = [scales[0], zeros[0]];
    if (scales.length !== 1 || scale <= 0) continue;
    found.set(value, (values) =>
      Float32Array.from(values, (x) => {
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
