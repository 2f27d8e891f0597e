// A model about to be quantized, its biases corrected for what its 8-bit weights will shift.
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Model } from '#core/onnx/model.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { channelAxis } from '../channels.ts';
import { type Numbers, productScales, type ScaleRun } from '../qdq/productScales.ts';
import { quantizeWeights, type WeightScales } from '../weightScales.ts';
import { correctBiases } from './correctBiases.ts';
import { expectedShift } from './expectedShift.ts';
import type { InputMeans } from './inputMeans.ts';

/** Nodes whose weight is their first factor, which has no channels, stay as they are. */
export async function withoutShift(run: ScaleRun, means: InputMeans): Promise<Model> {
  const { weight: weightOf } = productScales(run);
  const shifts = new Map<string, Float64Array>();
  for (const weight of run.placement.weights) {
    if (weight.input !== 1) continue;
    const node = run.model.graph.nodes[weight.node];
    if (node === undefined) continue;
    const found = await weightOf(node, weight);
    const rounded = await dequantized(found, run);
    const shift = expectedShift(node, { dims: found.tensor.dims, exact: found.values, rounded }, means);
    if (shift) shifts.set(node.outputs[0] ?? '', shift);
  }
  return correctBiases(run.model, shifts, run.openExternal);
}

async function dequantized(
  { tensor, values, scales }: Numbers & { readonly scales: WeightScales },
  { format, model }: ScaleRun,
): Promise<Float64Array> {
  const { count, inner } =
    scales.axis === undefined ? { count: 1, inner: values.length } : channelAxis(tensor.dims, scales.axis);
  const scaleOf = (element: number) => scales.scales[Math.floor(element / inner) % count] ?? 1;
  if (format === 'int8') {
    const codes = quantizeWeights(values, tensor.dims, scales);
    return Float64Array.from(codes, (code, element) => code * scaleOf(element));
  }
  const scaled = Float32Array.from(values, (value, element) => value / scaleOf(element));
  const codes = await tensorNumbers(makeTensor('', DataType.float8e4m3fn, tensor.dims, scaled), model);
  return Float64Array.from(codes, (code, element) => code * scaleOf(element));
}
