// The scales that a node's weight is quantized with, and the bias that they leave room for.
import { elementCount } from '#core/onnx/elementCount.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model, Node, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { numberReader } from '#core/onnx/tensorFloats.ts';
import type { Constants } from '../constants.ts';
import type { HalfType } from '../half/halfType.ts';
import type { Placement, QuantizedBias, QuantizedWeight } from '../placement/placement.ts';
import { largestFloat8, type Quantization } from '../scale.ts';
import { type quantizeWeights, roomForBias, type WeightScales, weightScales } from '../weightScales.ts';
import { roundedScales } from './roundedScales.ts';

export interface ScaleRun {
  /** Its graph is the one that is quantized: the main graph, or a body in its place. */
  readonly model: Model;
  /** Of the graph and of those around it. */
  readonly constants: Constants;
  readonly placement: Placement;
  readonly quantizations: ReadonlyMap<string, Quantization>;
  readonly format: 'int8' | 'fp8';
  /** The type of 16 bits that scales of weights have to fit; absent: they stay float32. */
  readonly scaleType: HalfType | undefined;
  readonly openExternal: OpenExternal | undefined;
  /** `unread` where the model is only looked at: scales of weights are 1 then, and biases 0. */
  readonly weights?: 'read' | 'unread' | undefined;
  /** Gives what `quantizeWeights` gives, sooner. */
  readonly codesOf?: typeof quantizeWeights | undefined;
}

/** A constant with its numbers. */
export interface Numbers {
  readonly tensor: Tensor;
  readonly values: ArrayLike<number>;
}

export interface ProductScales {
  /**
   * The numbers are good until the next weight is asked for.
   *
   * @throws OnnxError naming the weight or bias with a NaN or infinity.
   */
  weight(node: Node, weight: QuantizedWeight): Promise<Numbers & { scales: WeightScales; inputScale: number }>;
  bias(bias: QuantizedBias): Promise<Numbers>;
}

const largestCode = { int8: 127, fp8: largestFloat8 };

export function productScales(run: ScaleRun): ProductScales {
  const { model, constants, placement, quantizations, openExternal } = run;
  const isRead = run.weights !== 'unread';
  const readWeight = numberReader(model, openExternal);
  const biasOfProduct = new Map(placement.biases.map((bias) => [bias.product, bias]));
  const bias = async ({ node, input }: QuantizedBias) => {
    const tensor = requireConstant(constants, model.graph.nodes[node], input);
    const values = isRead
      ? await tensorNumbers(tensor, model, openExternal)
      : new Float64Array(elementCount(tensor.dims));
    requireFinite(weightScales(values, tensor.dims, undefined), tensor);
    return { tensor, values };
  };
  return {
    bias,
    async weight(node, weight) {
      const tensor = requireConstant(constants, node, weight.input);
      if (!isRead)
        return { tensor, values: [], scales: { axis: undefined, scales: Float32Array.of(1) }, inputScale: 1 };
      const values = await readWeight(tensor);
      const found = weightScales(values, tensor.dims, weight.axis, largestCode[run.format]);
      const own = roundedScales(requireFinite(found, tensor), run.scaleType);
      const inputScale = quantizations.get(node.inputs[0] ?? '')?.scale ?? 1;
      const behind = biasOfProduct.get(weight.node);
      const scales = behind ? roomForBias(own, (await bias(behind)).values, inputScale) : own;
      return { tensor, values, scales, inputScale };
    },
  };
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
