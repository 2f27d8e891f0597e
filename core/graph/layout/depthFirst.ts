// A first order of the layers: a depth-first walk lays each branch beside the last, mostly without crossings.
import type { Layers, Neighbours } from './layers.ts';

export interface Walk {
  /** From the ends of the graph rather than from its beginnings. */
  readonly upwards: boolean;
  /** Takes the last branch first. */
  readonly mirrored: boolean;
}

/** Changes `order` and `position` in place. */
export function orderDepthFirst(layers: Layers, { upwards, mirrored }: Walk): void {
  const { count, ranks, layerStarts, order, position } = layers;
  const [behind, ahead] = upwards ? [layers.down, layers.up] : [layers.up, layers.down];
  const next = layerStarts.slice();
  const seen = new Uint8Array(count);
  const stack: number[] = [];
  const push = ({ starts, nodes }: Neighbours, vertex: number) => {
    const start = starts[vertex] as number;
    const end = starts[vertex + 1] as number;
    for (let step = start; step < end; step++) {
      const other = nodes[mirrored ? step : start + end - 1 - step] as number;
      if (!seen[other]) stack.push(other);
    }
  };
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
      push(behind, vertex);
      push(ahead, vertex);
    }
  };
  for (let vertex = 0; vertex < count; vertex++) if (behind.starts[vertex] === behind.starts[vertex + 1]) visit(vertex);
  for (let vertex = 0; vertex < count; vertex++) if (!seen[vertex]) visit(vertex);
}
