// The few constants that decide whether a pattern matches: exponents, scales, clip bounds, axes.
import { tensorAttribute } from '#core/onnx/attribute.ts';
import type { Model, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorValues } from '#core/onnx/tensor.ts';

const mostElements = 16;

/**
 * Values of the main graph's constants with at most 16 elements, by name; integers as numbers. Tensors that cannot be
 * read (their external file is missing) are left out, since a preview must not need weights.
 */
export async function smallConstants(
  model: Model,
  openExternal?: OpenExternal,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const tensors: [string, Tensor][] = model.graph.initializers.map((tensor) => [tensor.name, tensor]);
  for (const node of model.graph.nodes) {
    if (node.opType !== 'Constant' || node.outputs[0] === undefined) continue;
    const tensor = node.attributes.some((attribute) => attribute.type === 'tensor')
      ? tensorAttribute(node, 'value')
      : undefined;
    if (tensor) tensors.push([node.outputs[0], tensor]);
  }
  const found = new Map<string, readonly number[]>();
  for (const [name, tensor] of tensors) {
    if (tensor.dims.reduce((product, dim) => product * dim, 1) > mostElements || tensor.data.kind === 'strings')
      continue;
    try {
      found.set(name, Array.from(await tensorValues(tensor, model, openExternal), Number));
    } catch {
      // Its value stays unknown; the patterns that need it do not match.
    }
  }
  return found;
}
