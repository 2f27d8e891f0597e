// The weights and biases of quantized nodes, in the form that the target takes.
import { DataType } from '#core/onnx/dataType.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Model, Node, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { type Constants, constantsOf } from '../constants.ts';
import type { FreshName } from '../freshNames.ts';
import type { HalfType } from '../half/halfType.ts';
import type { Placement, QuantizedBias, QuantizedWeight } from '../placement/placement.ts';
import { largestFloat8, type Quantization } from '../scale.ts';
import { quantizeWeights, roomForBias, roundHalfToEven, type WeightScales, weightScales } from '../weightScales.ts';
import { constantParameters, dequantizeNode, quantizeNode } from './pair.ts';
import { roundedScales } from './roundedScales.ts';

/**
 * How weights are stored. `float+Q+DQ` keeps them in FP32 before a Q/DQ pair, the one form that every TensorRT takes;
 * `int8+DQ` stores the codes, a quarter of the size.
 */
export type WeightForm = 'float+Q+DQ' | 'int8+DQ';

const largestCode = { int8: 127, fp8: largestFloat8 };

export interface InsertionRun {
  readonly model: Model;
  readonly placement: Placement;
  readonly quantizations: ReadonlyMap<string, Quantization>;
  readonly form: WeightForm;
  /** E4M3 is written as `float+Q+DQ` only. */
  readonly format: 'int8' | 'fp8';
  /** The type of 16 bits that scales of weights have to fit; absent: they stay float32. */
  readonly scaleType: HalfType | undefined;
  readonly names: FreshName;
  readonly openExternal: OpenExternal | undefined;
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
  const constants = constantsOf(run.model.graph);
  const weights = new Map(run.placement.weights.map((weight) => [weight.node, weight]));
  const biases = new Map(run.placement.biases.map((bias) => [bias.node, bias]));
  const biasOfProduct = new Map(run.placement.biases.map((bias) => [bias.product, bias]));
  const products = new Map<number, Product>();
  const shared = new Map<string, string>();
  const biasValues = async ({ node, input }: QuantizedBias) => {
    const tensor = requireConstant(constants, run.model.graph.nodes[node], input);
    const values = await tensorNumbers(tensor, run.model, run.openExternal);
    requireFinite(weightScales(values, tensor.dims, undefined), tensor);
    return { tensor, values };
  };
  return async (place, node) => {
    let inserted: Inserted = { node, nodes: [], tensors: [] };
    const weight = weights.get(place);
    if (weight !== undefined) {
      const tensor = requireConstant(constants, node, weight.input);
      const values = await tensorNumbers(tensor, run.model, run.openExternal);
      const own = roundedScales(
        requireFinite(weightScales(values, tensor.dims, weight.axis, largestCode[run.format]), tensor),
        run.scaleType,
      );
      const inputScale = run.quantizations.get(node.inputs[0] ?? '')?.scale ?? 1;
      const bias = biasOfProduct.get(place);
      const scales = bias ? roomForBias(own, (await biasValues(bias)).values, inputScale) : own;
      products.set(place, { weights: scales, inputScale });
      inserted = quantizeWeight(run, node, weight, tensor, values, scales, shared);
    }
    const bias = biases.get(place);
    const product = bias && products.get(bias.product);
    if (bias === undefined || product === undefined) return inserted;
    const { tensor, values } = await biasValues(bias);
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
  const stored = makeTensor(codes, DataType.int8, tensor.dims, quantizeWeights(values, tensor.dims, scales));
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

function requireConstant(constants: Constants, node: Node | undefined, input: number): Tensor {
  const tensor = constants(node?.inputs[input] ?? '');
  if (tensor === undefined) throw new RangeError(`input ${input} of '${node?.name}' is not constant`);
  return tensor;
}

function requireFinite<Found extends object>(found: Found | { readonly notFinite: number }, tensor: Tensor): Found {
  if (!('notFinite' in found)) return found;
  throw new OnnxError(
    `The weight '${tensor.name}' holds a NaN or infinity at element ${found.notFinite}`,
    'Export the model again from a checkpoint without it, or keep the nodes that read it in FP32.',
  );
}
