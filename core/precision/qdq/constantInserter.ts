// The weights and biases of quantized nodes, in the form that the target takes.
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Node, Tensor } from '#core/onnx/model.ts';
import type { FreshName } from '../freshNames.ts';
import type { QuantizedWeight } from '../placement/placement.ts';
import { quantizeWeights, roundHalfToEven, type WeightScales } from '../weightScales.ts';
import { constantParameters, dequantizeNode, quantizeNode } from './pair.ts';
import { productScales, type ScaleRun } from './productScales.ts';

/**
 * How weights are stored. `float+Q+DQ` keeps them in FP32 before a Q/DQ pair, the one form that every TensorRT takes;
 * `int8+DQ` stores the codes, a quarter of the size.
 */
export type WeightForm = 'float+Q+DQ' | 'int8+DQ';

export interface InsertionRun extends ScaleRun {
  readonly form: WeightForm;
  /** E4M3 is written as `float+Q+DQ` only. */
  readonly format: 'int8' | 'fp8';
  readonly names: FreshName;
}

/** What a node becomes: nodes to stand before it, tensors to add, and the node reading them. */
export interface Inserted {
  readonly node: Node;
  readonly nodes: readonly Node[];
  readonly tensors: readonly Tensor[];
}

/** The scales that a node's product stands in, once its weight is quantized. */
interface Product {
  readonly weights: WeightScales;
  readonly inputScale: number;
}

/**
 * Gives, for each node by place and in file order, its weight and bias quantized. A weight that several nodes share is
 * stored once.
 */
export function constantInserter(run: InsertionRun): (place: number, node: Node) => Promise<Inserted> {
  const { weight: weightOf, bias: biasOf } = productScales(run);
  const weights = new Map(run.placement.weights.map((weight) => [weight.node, weight]));
  const biases = new Map(run.placement.biases.map((bias) => [bias.node, bias]));
  const products = new Map<number, Product>();
  const shared = new Map<string, string>();
  return async (place, node) => {
    let inserted: Inserted = { node, nodes: [], tensors: [] };
    const weight = weights.get(place);
    if (weight !== undefined) {
      const { tensor, values, scales, inputScale } = await weightOf(node, weight);
      products.set(place, { weights: scales, inputScale });
      inserted = quantizeWeight(run, node, weight, tensor, values, scales, shared);
    }
    const bias = biases.get(place);
    const product = bias && products.get(bias.product);
    if (bias === undefined || product === undefined) return inserted;
    const { tensor, values } = await biasOf(bias);
    return quantizeBias(run, inserted, bias.input, tensor, values, product);
  };
}

function quantizeWeight(
  run: InsertionRun,
  node: Node,
  weight: QuantizedWeight,
  tensor: Tensor,
  values: ArrayLike<number>,
  scales: WeightScales,
  shared: Map<string, string>,
): Inserted {
  const key = `${weight.axis ?? 'all'} ${Array.from(scales.scales).join()} ${tensor.name}`;
  const known = shared.get(key);
  if (known !== undefined) return { node: withInput(node, weight.input, known), nodes: [], tensors: [] };
  const parameters = constantParameters(tensor.name, scales, run.format === 'fp8' ? 'float8e4m3fn' : 'int8', run.names);
  const codes = run.names(`${tensor.name}_quantized`);
  const target = run.names(`${tensor.name}_dequantized`);
  shared.set(key, target);
  const dequantize = dequantizeNode(codes, target, parameters);
  const reading = withInput(node, weight.input, target);
  if (run.form === 'float+Q+DQ') {
    return {
      node: reading,
      nodes: [quantizeNode(tensor.name, codes, parameters), dequantize],
      tensors: parameters.tensors,
    };
  }
  // As bytes, which are not copied.
  const bytes = new Uint8Array((run.codesOf ?? quantizeWeights)(values, tensor.dims, scales).buffer);
  const stored = makeTensor(codes, DataType.int8, tensor.dims, bytes);
  return { node: reading, nodes: [dequantize], tensors: [stored, ...parameters.tensors] };
}

/** b ≈ q · s_x · s_w, the unit in which the sum of products stands; one scale a channel where the weight has that. */
function quantizeBias(
  run: InsertionRun,
  before: Inserted,
  input: number,
  bias: Tensor,
  values: ArrayLike<number>,
  { weights, inputScale }: Product,
): Inserted {
  const scales = weights.scales.map((scale) => scale * inputScale);
  const codes = Array.from(values, (value, channel) =>
    roundHalfToEven(value / (scales[scales.length === 1 ? 0 : channel] ?? 1)),
  );
  const axis = weights.axis === undefined ? undefined : bias.dims.length - 1;
  const parameters = constantParameters(bias.name, { axis, scales }, 'int32', run.names);
  const stored = run.names(`${bias.name}_quantized`);
  const target = run.names(`${bias.name}_dequantized`);
  return {
    node: withInput(before.node, input, target),
    nodes: [...before.nodes, dequantizeNode(stored, target, parameters)],
    tensors: [...before.tensors, makeTensor(stored, DataType.int32, bias.dims, codes), ...parameters.tensors],
  };
}

function withInput(node: Node, input: number, name: string): Node {
  return { ...node, inputs: node.inputs.with(input, name) };
}
