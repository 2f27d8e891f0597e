// Operators that only move values, between quantizers of one scale.
import { stringAttribute } from '#core/onnx/attribute.ts';
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';
import { typeAtRunTime } from './typeAtRunTime.ts';

const movers = new Set([
  'Reshape',
  'Flatten',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
  'Gather',
  'Slice',
  'MaxPool',
  'Expand',
  'Resize',
  'Split',
]);

/**
 * Operators that only move values run on the 8-bit ones where both sides have the same scale (onnxruntime
 * DropQDQNodesRules and SplitQDQRules).
 */
export const droppedQuantizersRule: Rule = {
  name: 'dropped quantizers',
  source: 'onnxruntime QDQSelectorActionTransformer, DropQDQNodesRules and SplitQDQRules',
  match(view, node) {
    if (!movers.has(view.operator(node)) || interpolates(view, node)) return undefined;
    const before = view.producer(view.input(node, 0));
    if (before === undefined || view.operator(before) !== 'DequantizeLinear') return undefined;
    const after = view.operator(node) === 'Split' ? view.readers(node) : [view.soleReader(node)];
    if (after.length === 0 || !after.every((reader) => reader !== undefined && keeps(view, before, reader)))
      return undefined;
    const own = view.claimed(before) ? [] : [before];
    return {
      kind: `quantized-${view.operator(node).toLowerCase()}`,
      nodes: [...own, node, ...after.filter((reader) => reader !== undefined)],
      copied: own.length === 0 ? [before] : [],
      reason: `${view.operator(node)} moves 8-bit values: both sides have the same scale, so nothing is converted.`,
    };
  },
};

/** Whether the quantizer gives back the codes that were dequantized. */
function keeps(view: FusionView, before: number, after: number): boolean {
  if (view.operator(after) !== 'QuantizeLinear' || view.claimed(after)) return false;
  const [from, to] = [view.input(before, 0), view.nodes[after]?.outputs[0] ?? ''];
  return (
    sameScale(view, view.input(before, 1), view.input(after, 1)) &&
    typeAtRunTime(view, from) === typeAtRunTime(view, to)
  );
}

function interpolates(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  return found?.opType === 'Resize' && stringAttribute(found, 'mode', 'nearest') !== 'nearest';
}

function sameScale(view: FusionView, one: string, other: string): boolean {
  const value = view.scalar(one);
  return one === other || (value !== undefined && value === view.scalar(other));
}
