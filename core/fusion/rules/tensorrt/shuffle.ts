// Reshapes and transposes in a row, as one shuffle: transpose, reshape and transpose again.
import type { NodeRule } from '../../rule.ts';
import type { FusionView } from '../../view.ts';

const reshapes = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze']);

export const shuffleRule: NodeRule = {
  name: 'shuffle',
  source: 'TensorRT developer guide, Shuffle and Shuffle; IShuffleLayer: first transpose, reshape, second transpose',
  match(view, node, stopped) {
    const chain: number[] = [];
    // 0: before the first transpose, 1: among the reshapes, 2: after the second transpose.
    let stage = 0;
    for (let next: number | undefined = node; next !== undefined; next = view.soleReader(next)) {
      const step = view.claimed(next) ? undefined : stageAfter(view, next, stage);
      if (step === undefined) {
        const last = chain.at(-1);
        if (last !== undefined && isShuffle(view, next) && !view.claimed(next)) {
          const reason = `${view.name(next)} begins a shuffle of its own: one shuffle transposes, reshapes and transposes once.`;
          stopped({ nodes: [last, next], reason });
        }
        break;
      }
      chain.push(next);
      stage = step;
    }
    if (chain.length < 2 || !chain.some((part) => view.operator(part) === 'Transpose')) return undefined;
    return { kind: 'shuffle', nodes: chain, reason: `One shuffle: ${chain.length} nodes move the data once.` };
  },
};

function isShuffle(view: FusionView, node: number): boolean {
  return view.operator(node) === 'Transpose' || reshapes.has(view.operator(node));
}

function stageAfter(view: FusionView, node: number, stage: number): number | undefined {
  if (view.operator(node) === 'Transpose') return stage === 0 ? 1 : stage === 1 ? 2 : undefined;
  return reshapes.has(view.operator(node)) && stage < 2 ? 1 : undefined;
}
