// Operators that only move values, between quantizers of one scale.
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';
import { typeAtRunTime } from './typeAtRunTime.ts';

const movers = new Set(['Reshape', 'Flatten', 'Transpose', 'Squeeze', 'Unsqueeze', 'Gather', 'Slice', 'MaxPool']);

/**
 * Operators that only move values run on the 8-bit ones where both sides have the same scale (onnxruntime
 * DropQDQNodesRules).
 */
export const droppedQuantizersRule: Rule = {
  name: 'dropped quantizers',
  source: 'onnxruntime QDQSelectorActionTransformer, DropQDQNodesRules',
  match(view, node) {
    if (!movers.has(view.operator(node))) return undefined;
    const before = view.producer(view.input(node, 0));
    const after = view.soleReader(node);
    if (before === undefined || after === undefined || view.claimed(before) || view.claimed(after)) return undefined;
    if (view.operator(before) !== 'DequantizeLinear' || view.operator(after) !== 'QuantizeLinear') return undefined;
    const same = view.soleReader(before) === node && sameScale(view, view.input(before, 1), view.input(after, 1));
    const [from, to] = [view.input(before, 0), view.nodes[after]?.outputs[0] ?? ''];
    if (!same || typeAtRunTime(view, from) !== typeAtRunTime(view, to)) return undefined;
    return {
      kind: `quantized-${view.operator(node).toLowerCase()}`,
      nodes: [before, node, after],
      reason: `${view.operator(node)} moves 8-bit values: both sides have the same scale, so nothing is converted.`,
    };
  },
};

function sameScale(view: FusionView, one: string, other: string): boolean {
  const value = view.scalar(one);
  return one === other || (value !== undefined && value === view.scalar(other));
}
