// Activations that a quantizer behind them makes needless.
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';
import { passed } from './propagatedQuantizers.ts';
import { int8 } from './typeAtRunTime.ts';

/** Relu before a quantizer whose lowest code is its zero: what it cuts off the quantizer cuts off too. */
export const clippedByQuantizerRule: Rule = {
  name: 'clipped by a quantizer',
  source: 'onnxruntime ReluQuantFusion and ClipQuantFusion',
  match(view, node) {
    const chain = view.operator(node) === 'Relu' || view.operator(node) === 'Clip' ? quantizedBehind(view, node) : [];
    const after = chain.at(-1);
    if (after === undefined) return undefined;
    const bounds = codeBounds(view, after);
    if (!bounds) return undefined;
    const [low, high] =
      view.operator(node) === 'Relu'
        ? [0, Number.POSITIVE_INFINITY]
        : [view.scalar(view.input(node, 1)), view.scalar(view.input(node, 2))];
    if (low === undefined || high === undefined || low > bounds[0] || high < bounds[1]) return undefined;
    return {
      kind: 'quantize',
      // The quantizer goes in front of what stands between, which moves its codes.
      nodes: chain.length === 1 ? [node, after] : [node],
      reason: `${view.operator(node)} is left out: ${view.name(after)} cuts off whatever it would.`,
    };
  },
};

/** From the only reader on to a quantizer, through what it passes on its way to the front; none where there is none. */
function quantizedBehind(view: FusionView, node: number): readonly number[] {
  const chain: number[] = [];
  for (let next = view.soleReader(node); next !== undefined; next = view.soleReader(next)) {
    if (view.claimed(next)) return [];
    chain.push(next);
    if (view.operator(next) === 'QuantizeLinear') return chain;
    if (!passed.has(view.operator(next))) return [];
  }
  return [];
}

/** The lowest and the highest value that the quantizer's codes stand for. */
function codeBounds(view: FusionView, quantizer: number): readonly [number, number] | undefined {
  const scale = view.scalar(view.input(quantizer, 1));
  const zero = view.scalar(view.input(quantizer, 2));
  if (scale === undefined || zero === undefined) return undefined;
  const [least, most] = view.type(view.nodes[quantizer]?.outputs[0] ?? '') === int8 ? [-128, 127] : [0, 255];
  return [(least - zero) * scale, (most - zero) * scale];
}
