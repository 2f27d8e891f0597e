// The operators that INT8 is for: those that multiply by weights, or two activations with each other.
import { DataType, dataTypeName } from '#core/onnx/dataType.ts';
import type { Node } from '#core/onnx/model.ts';
import { outputAxis } from '../channels.ts';
import { recipeReason } from '../keep.ts';
import type { Site } from './placement.ts';

/** How a weighted node is quantized: these inputs with observed ranges, that one by its own values. */
export interface Weighted {
  readonly activations: readonly number[];
  readonly weight: { readonly input: number; readonly axis: number | undefined } | undefined;
}

export type WeightedForm =
  | { readonly kind: 'weighted'; readonly form: Weighted }
  | { readonly kind: 'kept'; readonly reason: string };

const operators = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul']);

export function isWeighted(node: Node): boolean {
  return node.domain === '' && operators.has(node.opType);
}

/** How a weighted operator can be quantized, or why it cannot. */
export function weightedForm(node: Node, site: Site): WeightedForm {
  const kept = (reason: string): WeightedForm => ({ kind: 'kept', reason });
  const recipe = recipeReason(node, site.keep);
  if (recipe !== undefined) return kept(recipe);
  const [a = '', b = ''] = node.inputs;
  const [first, second] = [site.constants(a), site.constants(b)];
  for (const tensor of [first, second]) {
    if (tensor !== undefined && tensor.dataType !== DataType.float32) {
      return kept(`its weights are ${dataTypeName(tensor.dataType)}, and INT8 starts from FP32`);
    }
  }
  if (first !== undefined && second !== undefined) return kept('both of its inputs are constant');
  const isConvolution = node.opType === 'Conv' || node.opType === 'ConvTranspose';
  if (isConvolution && second === undefined) return kept('its weights are computed');
  if (isConvolution && first !== undefined) return kept('its input is constant');
  const activations = [first, second].flatMap((tensor, input) => (tensor === undefined ? [input] : []));
  const missing = activations.map((input) => node.inputs[input] ?? '').find((value) => !site.hasRange(value));
  if (missing !== undefined) return kept(`no range is known for its input '${missing}'`);
  return { kind: 'weighted', form: { activations, weight: weightOf(node, first?.dims, second?.dims) } };
}

function weightOf(
  node: Node,
  first: readonly number[] | undefined,
  second: readonly number[] | undefined,
): Weighted['weight'] {
  if (second !== undefined) {
    return { input: 1, axis: outputAxis(node, second.length) };
  }
  // Channels of a constant first factor are rows of the result, for which runtimes have no scales.
  return first === undefined ? undefined : { input: 0, axis: undefined };
}
