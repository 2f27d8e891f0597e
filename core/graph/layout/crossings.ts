// Counts how often the edges between neighbouring layers cross.
import type { Layers } from './layers.ts';

/** After Barth, Jünger and Mutzel (2002): O(edges · log width) with a tree of sums over the lower layer. */
export function countCrossings({ layerStarts, order, position, down }: Layers): number {
  let crossings = 0;
  let tree = new Int32Array(64);
  for (let layer = 0; layer + 2 < layerStarts.length; layer++) {
    const first = layerStarts[layer + 1] as number;
    const width = (layerStarts[layer + 2] as number) - first;
    if (width < 2 || first - (layerStarts[layer] as number) < 2) continue;
    if (tree.length <= width) tree = new Int32Array(2 * width + 1);
    else tree.fill(0, 0, width + 1);
    let seen = 0;
    for (let place = layerStarts[layer] as number; place < first; place++) {
      const vertex = order[place] as number;
      const start = down.starts[vertex] as number;
      const end = down.starts[vertex + 1] as number;
      for (let edge = start; edge < end; edge++) {
        let before = 0;
        for (let at = (position[down.nodes[edge] as number] as number) + 1; at > 0; at -= at & -at) {
          before += tree[at] as number;
        }
        crossings += seen - before;
      }
      for (let edge = start; edge < end; edge++) {
        for (let at = (position[down.nodes[edge] as number] as number) + 1; at <= width; at += at & -at) {
          tree[at] = (tree[at] as number) + 1;
        }
        seen++;
      }
    }
  }
  return crossings;
}
