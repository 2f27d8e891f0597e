// What ONNX Runtime's 8-bit kernels for products ask of weights and biases.
import { floatAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Node, Tensor } from '#core/onnx/model.ts';
import { outputAxis } from '../channels.ts';
import { recipeReason } from '../keep.ts';
import { hasOneReader, nodeAt, type QuantizedBias, type Site } from './placement.ts';
import { type Weighted, type WeightedForm, weightedForm } from './weighted.ts';

/** Why there is no kernel for a product. */
export function productRefusal(node: Node, site: Site): string | undefined {
  const [first = '', , bias = ''] = node.inputs;
  if (node.opType === 'ConvTranspose') return 'ONNX Runtime has no 8-bit kernel for ConvTranspose';
  if (site.constants(first) !== undefined) return 'ONNX Runtime has no 8-bit kernel for a constant first factor';
  if (bias !== '' && site.constants(bias) === undefined) return 'its bias is computed';
  if (node.opType !== 'Gemm') return undefined;
  if (floatAttribute(node, 'alpha', 1) !== 1 || floatAttribute(node, 'beta', 1) !== 1) {
    return 'its alpha or beta is not 1, for which ONNX Runtime has no 8-bit kernel';
  }
  if (bias === '' || isRow(site.constants(bias), channelsOf(site, node))) return undefined;
  return 'its bias is not one number for each channel, for which ONNX Runtime has no 8-bit kernel';
}

/** A stack of matrices gets one scale for all: the kernel knows scales by column for a single matrix only. */
export function productForm(node: Node, site: Site): WeightedForm {
  const result = weightedForm(node, site);
  const rank = site.constants(node.inputs[1] ?? '')?.dims.length ?? 0;
  if (result.kind === 'kept' || !result.form.weight || node.opType !== 'MatMul' || rank <= 2) return result;
  return { ...result, form: { ...result.form, weight: { ...result.form.weight, axis: undefined } } };
}

/**
 * The bias of a product. ONNX Runtime makes a MatMul and the Add behind it a Gemm, and takes it for 8 bits only with an
 * int32 bias, as it does convolutions.
 */
export function biasOf(site: Site, place: number, { weight }: Weighted): QuantizedBias | undefined {
  const node = nodeAt(site, place);
  if (node.opType !== 'MatMul')
    return (node.inputs[2] ?? '') === '' ? undefined : { node: place, input: 2, product: place };
  const [output = ''] = node.outputs;
  if (weight?.axis === undefined || !hasOneReader(site, output)) return undefined;
  const reader = site.index.consumers(output)[0] ?? -1;
  const add = nodeAt(site, reader);
  if (add.opType !== 'Add' || add.domain !== '' || recipeReason(add, site.keep) !== undefined) return undefined;
  const channels = channelsOf(site, node);
  const input = add.inputs.findIndex((name) => {
    const tensor = site.constants(name);
    return tensor?.dataType === DataType.float32 && isRow(tensor, channels);
  });
  return input < 0 ? undefined : { node: reader, input, product: place };
}

function channelsOf(site: Site, node: Node): number | undefined {
  const dims = site.constants(node.inputs[1] ?? '')?.dims ?? [];
  return dims[outputAxis(node, dims.length) ?? -1];
}

function isRow(bias: Tensor | undefined, channels: number | undefined): boolean {
  return bias?.dims.length === 1 && bias.dims[0] === channels;
}
