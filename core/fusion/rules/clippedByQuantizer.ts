// Activations that a quantizer behind them makes needless.
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';
import { int8 } from './typeAtRunTime.ts';

/** Relu before a quantizer whose lowest code is its zero: what it cuts off the quantizer cuts off too. */
export const clippedByQuantizerRule: Rule = {
  name: 'clipped by a quantizer',
  source: 'onnxruntime ReluQuantFusion and ClipQuantFusion',
  match(view, node) {
    const after = view.operator(node) === 'Relu' || view.operator(node) === 'Clip' ? view.soleReader(node) : undefined;
    if (after === undefined || view.operator(after) !== 'QuantizeLinear' || view.claimed(after)) return undefined;
    const bounds = codeBounds(view, after);
    if (!bounds) return undefined;
    const [low, high] =
      view.operator(node) === 'Relu'
        ? [0, Number.POSITIVE_INFINITY]
        : [view.scalar(view.input(node, 1)), view.scalar(view.input(node, 2))];
    if (low === undefined || high === undefined || low > bounds[0] || high < bounds[1]) return undefined;
    return {
      kind: 'quantize',
      nodes: [node, after],
      reason: `${view.operator(node)} is left out: ${view.name(after)} cuts off whatever it would.`,
    };
  },
};

/** The lowest and the highest value that the quantizer's codes stand for. */
function codeBounds(view: FusionView, quantizer: number): readonly [number, number] | undefined {
  const scale = view.scalar(view.input(quantizer, 1));
  const zero = view.scalar(view.input(quantizer, 2));
  if (scale === undefined || zero === undefined) return undefined;
  const [least, most] = view.type(view.nodes[quantizer]?.outputs[0] ?? '') === int8 ? [-128, 127] : [0, 255];
  return [(least - zero) * scale, (most - zero) * scale];
}
