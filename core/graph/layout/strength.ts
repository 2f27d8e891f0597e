// Which edges want to be straight most: the longest tight path through a node, so that a network's trunk stays a line.
import type { Layers, Neighbours } from './layers.ts';

/** 0 on a trunk, 1 between way points of a long edge, 2 elsewhere: the lower, the sooner it is made straight; 3 never. */
export type Strength = (upper: number, lower: number) => 0 | 1 | 2 | 3;

/**
 * A node follows that neighbour from which the longest chain of edges without way points leads on. Long edges may bend
 * at every layer that `cutEvery` divides.
 */
export function edgeStrength({ real, ranks, layerStarts, order, up, down }: Layers, cutEvery: number): Strength {
  const above = new Int32Array(real);
  const below = new Int32Array(real);
  const bestAbove = new Int32Array(real).fill(-1);
  const bestBelow = new Int32Array(real).fill(-1);
  const extend = ({ starts, nodes }: Neighbours, lengths: Int32Array, best: Int32Array, vertex: number) => {
    if (vertex >= real) return;
    let longest = -1;
    for (let edge = starts[vertex] as number; edge < (starts[vertex + 1] as number); edge++) {
      const other = nodes[edge] as number;
      if (other < real) longest = Math.max(longest, lengths[other] as number);
    }
    best[vertex] = longest;
    lengths[vertex] = longest + 1;
  };
  const last = layerStarts[layerStarts.length - 1] as number;
  for (let place = 0; place < last; place++) extend(up, above, bestAbove, order[place] as number);
  for (let place = last - 1; place >= 0; place--) extend(down, below, bestBelow, order[place] as number);
  return (upper, lower) => {
    if (upper >= real && lower >= real) return (ranks[lower] as number) % cutEvery === 0 ? 3 : 1;
    if (upper >= real || lower >= real) return 2;
    return above[upper] === bestAbove[lower] && below[lower] === bestBelow[upper] ? 0 : 2;
  };
}
