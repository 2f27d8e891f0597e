// A first order of the layers: a depth-first walk lays each branch beside the last, mostly without crossings.
import type { Layers } from './layers.ts';

/** Changes `order` and `position` in place. */
export function orderDepthFirst({ count, ranks, layerStarts, order, position, up, down }: Layers): void {
  const next = layerStarts.slice();
  const seen = new Uint8Array(count);
  const stack: number[] = [];
  const visit = (root: number) => {
    stack.push(root);
    for (let vertex = stack.pop(); vertex !== undefined; vertex = stack.pop()) {
      if (seen[vertex]) continue;
      seen[vertex] = 1;
      const layer = ranks[vertex] as number;
      const place = next[layer] as number;
      order[place] = vertex;
      position[vertex] = place - (layerStarts[layer] as number);
      next[layer] = place + 1;
      for (let edge = (up.starts[vertex + 1] as number) - 1; edge >= (up.starts[vertex] as number); edge--) {
        if (!seen[up.nodes[edge] as number]) stack.push(up.nodes[edge] as number);
      }
      for (let edge = (down.starts[vertex + 1] as number) - 1; edge >= (down.starts[vertex] as number); edge--) {
        if (!seen[down.nodes[edge] as number]) stack.push(down.nodes[edge] as number);
      }
    }
  };
  for (let vertex = 0; vertex < count; vertex++) if (up.starts[vertex] === up.starts[vertex + 1]) visit(vertex);
  for (let vertex = 0; vertex < count; vertex++) if (!seen[vertex]) visit(vertex);
}
