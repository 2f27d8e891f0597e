// Reshapes in a row: only the last one's shape matters.
import type { NodeRule } from '../rule.ts';
import type { FusionView } from '../view.ts';

const reshapes = new Set(['Reshape', 'Squeeze', 'Unsqueeze']);

export const reshapeChainRule: NodeRule = {
  name: 'reshapes in a row',
  source: 'onnxruntime ReshapeFusion (contiguous reshapes); observed with 1.32',
  match(view, node) {
    if (!isReshape(view, node)) return undefined;
    const chain = [node];
    for (let next = view.soleReader(node); next !== undefined; next = view.soleReader(next)) {
      if (view.claimed(next) || !isReshape(view, next)) break;
      chain.push(next);
    }
    if (chain.length === 1) return undefined;
    return { kind: 'reshape', nodes: chain, reason: `Only the last of ${chain.length} reshapes matters.` };
  },
};

function isReshape(view: FusionView, node: number): boolean {
  return (
    reshapes.has(view.operator(node)) &&
    view.shape(view.nodes[node]?.outputs[0] ?? '')?.every((size) => typeof size === 'number') === true
  );
}
