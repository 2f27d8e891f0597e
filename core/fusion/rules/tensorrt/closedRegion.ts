// Regions of Myelin in TensorRT 8, which reports each as one layer and lets nobody see its kernels.
import type { GraphRule, Match } from '../../rule.ts';
import { myelinNodes } from '../../tensorrt/regions.ts';
import type { FusionView } from '../../view.ts';

export const closedRegionRule: GraphRule = {
  name: 'closed region',
  source: 'layers {ForeignNode[first...last]} of engines before TensorRT 9; from then on their kernels are listed',
  matchAll(view) {
    if (view.target.major >= 9) return [];
    const mine = myelinNodes(view);
    const seen = new Uint8Array(view.nodes.length);
    return Array.from(view.order).flatMap((start): Match[] => {
      if (mine[start] !== 1 || seen[start] === 1 || view.claimed(start)) return [];
      const nodes = region(view, start, mine, seen);
      if (nodes.length === 1) return [];
      const reason = `One region of ${nodes.length} nodes that Myelin compiles: TensorRT ${view.target.major} runs it as one layer of several kernels.`;
      return [{ kind: 'region', nodes, reason }];
    });
  },
};

function region(view: FusionView, start: number, mine: Uint8Array, seen: Uint8Array): readonly number[] {
  const found: number[] = [];
  const waiting = [start];
  seen[start] = 1;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    found.push(node);
    const before =
      view.nodes[node]?.inputs.flatMap((_, place) => view.producer(view.input(node ?? 0, place)) ?? []) ?? [];
    for (const next of [...before, ...view.readers(node)]) {
      if (mine[next] !== 1 || seen[next] === 1 || view.claimed(next)) continue;
      seen[next] = 1;
      waiting.push(next);
    }
  }
  return found.sort((a, b) => a - b);
}
