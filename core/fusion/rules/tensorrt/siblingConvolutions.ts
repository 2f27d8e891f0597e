// Convolutions of one input that run as one with more output channels.
import { intsAttribute } from '#core/onnx/attribute.ts';
import type { GraphRule, Match } from '../../rule.ts';
import { convolutionPrecision } from '../../target.ts';
import { operatorClass } from '../../tensorrt/operatorClass.ts';
import type { FusionView } from '../../view.ts';

export const siblingConvolutionsRule: GraphRule = {
  name: 'sibling convolutions',
  source: 'TensorRT builder: horizontal merging of convolutions, named "A || B" in engines',
  matchAll(view) {
    const families = new Map<string, (readonly number[])[]>();
    for (const node of Array.from(view.order)) {
      if (view.claimed(node) || view.operator(node) !== 'Conv' || view.attribute(node, 'group', 1) !== 1) continue;
      const chain = alone(view, node);
      const key = chain && siblingKey(view, node, chain);
      if (chain && key !== undefined) families.set(key, [...(families.get(key) ?? []), chain]);
    }
    return [...families.values()].flatMap((family): Match[] => {
      if (family.length < 2) return [];
      const reason = `One convolution: ${family.length} of one input and one window are computed as one with more output channels.`;
      return [{ kind: 'conv-siblings', nodes: family.flat(), reason }];
    });
  },
};

/** What a kernel of several convolutions can still apply to each. */
const plain = new Set(['BatchNormalization', 'Relu', 'Clip']);

/** The convolution with its normalization and its Relu; undefined where it takes a residual, or in 8 bits a generated activation. */
function alone(view: FusionView, node: number): readonly number[] | undefined {
  const chain = [node];
  const generated = view
    .readers(node)
    .some((reader) => !plain.has(view.operator(reader)) && operatorClass(view, reader) === 'pointwise');
  if (generated && convolutionPrecision(view.target) === 'int8') return undefined;
  for (let next = view.soleReader(node); next !== undefined; next = view.soleReader(next)) {
    if (view.claimed(next)) break;
    const operator = view.operator(next);
    if (operator === 'Add' || operator === 'Sum') return undefined;
    if (!plain.has(operator)) break;
    chain.push(next);
    if (operator !== 'BatchNormalization') break;
  }
  return chain;
}

function siblingKey(view: FusionView, node: number, chain: readonly number[]): string | undefined {
  const found = view.nodes[node];
  const weights = view.input(node, 1);
  if (!found || !view.isConstant(weights)) return undefined;
  const window = view.shape(weights)?.slice(2).join('x');
  const list = (name: string) => intsAttribute(found, name, undefined)?.join(',') ?? '';
  const last = view.operator(chain.at(-1) ?? node);
  return [view.input(node, 0), window, list('strides'), list('pads'), list('dilations'), last].join(' ');
}
