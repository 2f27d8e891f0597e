// Quantizers that pass operators which only move values, so that these move codes.
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';

/** Operators that quantizers pass. */
export const passed: ReadonlySet<string> = new Set([
  'MaxPool',
  'Reshape',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
  'Slice',
]);

/** A quantizer goes in front of what it reads from, a dequantizer behind what reads it (onnxruntime QDQPropagation). */
export const propagatedQuantizersRule: Rule = {
  name: 'propagated quantizers',
  source: 'onnxruntime QDQPropagationTransformer; observed with 1.32',
  match(view, node) {
    if (!passed.has(view.operator(node))) return undefined;
    const kind = `quantized-${view.operator(node).toLowerCase()}`;
    const after = view.soleReader(node);
    const before = dequantizer(view, node);
    if (after !== undefined && view.operator(after) === 'QuantizeLinear') {
      // Between two scales nothing is moved.
      if (before !== undefined || view.claimed(after)) return undefined;
      const reason = `${view.operator(node)} moves 8-bit values: ${view.name(after)} goes in front of it.`;
      return { kind, nodes: [node, after], reason };
    }
    if (before === undefined) return undefined;
    const reason = `${view.operator(node)} moves 8-bit values: ${view.name(before)} goes behind it.`;
    if (view.claimed(before)) return { kind, nodes: [node], copied: [before], reason };
    return { kind, nodes: [before, node], reason };
  },
};

function dequantizer(view: FusionView, node: number): number | undefined {
  const before = view.producer(view.input(node, 0));
  if (before === undefined || view.operator(before) !== 'DequantizeLinear') return undefined;
  return view.isConstant(view.input(before, 0)) ? undefined : before;
}
