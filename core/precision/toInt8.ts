// Writes INT8 into a model: QuantizeLinear and DequantizeLinear with calibrated scales, where the target wants them.
import { nodeName } from '#core/graph/graphIndex.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import type { KeptNode } from './keep.ts';
import { isOnnxRuntime, type PlaceOptions, place, prepareForInt8 } from './place.ts';
import type { Placement } from './placement/placement.ts';
import type { WeightForm } from './qdq/constantInserter.ts';
import { insertQdq } from './qdq/insertQdq.ts';
import { type Range, type Ranges, requireRange } from './ranges.ts';
import { asymmetricQuantization, type Quantization, symmetricQuantization, union } from './scale.ts';

export interface Int8Options extends PlaceOptions {
  /** By default `float+Q+DQ` for TensorRT and `int8+DQ` for ONNX Runtime. */
  readonly weights?: WeightForm | undefined;
}

export interface Int8Result {
  readonly model: Model;
  /** The nodes that compute in INT8, in file order. */
  readonly quantized: readonly string[];
  /** Every node that goes on computing in FP32, with its reason. */
  readonly kept: readonly KeptNode[];
}

/**
 * Gives the model with Q/DQ: symmetric int8 for TensorRT; for ONNX Runtime uint8 activations, for which its kernels are
 * fastest and in which a ReLU keeps all 256 codes, with symmetric int8 weights and int32 biases. Opset at least 13,
 * batch normalisations folded. The same arguments give the same bytes.
 *
 * @param ranges by value name, as `observedTensors` lists them for the same target. A node whose range is missing stays
 *   in FP32 and is named in `kept`.
 * @throws OnnxError or RangesError naming the tensor with a NaN or infinity, or where no node can be quantized.
 */
export async function toInt8(model: Model, ranges: Pick<Ranges, 'tensors'>, options: Int8Options): Promise<Int8Result> {
  const prepared = await prepareForInt8(model, options.openExternal);
  const placement = place(prepared, options, (value) => Object.hasOwn(ranges.tensors, value));
  if (placement.nodes.size === 0) throw nothingToQuantize(placement);
  const forRuntime = isOnnxRuntime(options.target);
  const quantizations = quantizationsOf(placement, ranges, forRuntime ? asymmetricQuantization : symmetricQuantization);
  const form = options.weights ?? (forRuntime ? 'int8+DQ' : 'float+Q+DQ');
  const rewritten = await insertQdq(prepared, placement, quantizations, form, options.openExternal);
  const names = prepared.graph.nodes.map(nodeName);
  return {
    model: rewritten,
    quantized: names.filter((_, index) => placement.nodes.has(index)),
    kept: placement.kept,
  };
}

/** One scale a group, from the union of its members' ranges. */
function quantizationsOf(
  { activations }: Placement,
  ranges: Pick<Ranges, 'tensors'>,
  quantize: (range: Range) => Quantization,
): ReadonlyMap<string, Quantization> {
  const unions = new Map<string, Range>();
  for (const { value, group, range: stated } of activations) {
    const range = stated ?? requireRange(value, ranges.tensors[value]);
    const known = unions.get(group);
    unions.set(group, known ? union(known, range) : range);
  }
  return new Map(activations.map(({ value, group }) => [value, quantize(unions.get(group) ?? { min: 0, max: 0 })]));
}

function nothingToQuantize({ kept }: Placement): OnnxError {
  const [first] = kept;
  const example = first ? `; '${first.node}' for one stays in FP32 because ${first.reason}` : '';
  return new OnnxError(
    `The model has no node that can be quantized${example}`,
    'Build it in FP16 or FP32, or calibrate it for this target first.',
  );
}
