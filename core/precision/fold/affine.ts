// BatchNormalization in inference is one multiplication and one addition a channel; here it is written as those.
import { floatAttribute, intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import type { Model, Node, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorValues } from '#core/onnx/tensor.ts';
import type { Constants } from '../constants.ts';

/** y = x · factor + offset, per channel, in float64. */
export interface Affine {
  readonly factor: Float64Array;
  readonly offset: Float64Array;
}

/**
 * factor = scale / √(variance + ε) and offset = bias − mean · factor (ONNX BatchNormalization).
 * Undefined where the node trains, or a parameter is computed, not float32, or gives no finite result.
 */
export async function affineOf(node: Node, constants: Constants, floats: Floats): Promise<Affine | undefined> {
  if (intAttribute(node, 'training_mode', 0) !== 0 || node.outputs.slice(1).some((output) => output !== ''))
    return undefined;
  const parameters: Float64Array[] = [];
  for (const name of node.inputs.slice(1, 5)) {
    const values = await floats(constants(name));
    if (values === undefined) return undefined;
    parameters.push(values);
  }
  const [scale, bias, mean, variance] = parameters;
  if (!scale || !bias || !mean || !variance) return undefined;
  if ([bias, mean, variance].some(({ length }) => length !== scale.length)) return undefined;
  const epsilon = floatAttribute(node, 'epsilon', 1e-5);
  const factor = scale.map((value, channel) => value / Math.sqrt((variance[channel] ?? 0) + epsilon));
  const offset = bias.map((value, channel) => value - (mean[channel] ?? 0) * (factor[channel] ?? 0));
  return [...factor, ...offset].every(Number.isFinite) ? { factor, offset } : undefined;
}

/** The values of a constant float32 tensor; undefined for any other. */
export type Floats = (tensor: Tensor | undefined) => Promise<Float64Array | undefined>;

export function floatsOf(model: Model, openExternal?: OpenExternal): Floats {
  return async (tensor) => {
    if (tensor?.dataType !== DataType.float32) return undefined;
    return Float64Array.from(await tensorValues(tensor, model, openExternal), Number);
  };
}

/** Zeros in place of the values, for a model whose weights nobody will read. */
export const unreadFloats: Floats = async (tensor) =>
  tensor?.dataType === DataType.float32 ? new Float64Array(elementCount(tensor.dims)) : undefined;
