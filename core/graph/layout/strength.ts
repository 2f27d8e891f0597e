// Which edges want to be straight most: the longest tight path through a node, so that a network's trunk stays a line.
import type { Layers, Neighbours } from './layers.ts';

/** The neighbours in one direction, those of each vertex from left to right, each with how much the edge wants to be straight. */
export interface RankedNeighbours extends Neighbours {
  /** 0 on a trunk, 1 between way points of a long edge, 2 elsewhere: the lower, the sooner; 3 never. */
  readonly strengths: Uint8Array;
}

/**
 * A node follows that neighbour from which the longest chain of edges without way points leads on. Long edges may bend
 * at every layer that `cutEvery` divides.
 */
export function rankNeighbours(layers: Layers, cutEvery: number): Readonly<Record<'up' | 'down', RankedNeighbours>> {
  const { real, ranks } = layers;
  const up = fromLeft(layers, layers.up, layers.down);
  const down = fromLeft(layers, layers.down, layers.up);
  const above = tightPaths(layers, up, false);
  const below = tightPaths(layers, down, true);
  const strength = (upper: number, lower: number) => {
    if (upper >= real && lower >= real) return (ranks[lower] as number) % cutEvery === 0 ? 3 : 1;
    if (upper >= real || lower >= real) return 2;
    const isTrunk = above.lengths[upper] === above.best[lower] && below.lengths[lower] === below.best[upper];
    return isTrunk ? 0 : 2;
  };
  const withStrengths = (neighbours: Neighbours, isUp: boolean): RankedNeighbours => {
    const { starts, nodes } = neighbours;
    const strengths = new Uint8Array(nodes.length);
    for (let vertex = 0; vertex + 1 < starts.length; vertex++) {
      for (let edge = starts[vertex] as number; edge < (starts[vertex + 1] as number); edge++) {
        const other = nodes[edge] as number;
        strengths[edge] = isUp ? strength(other, vertex) : strength(vertex, other);
      }
    }
    return { starts, nodes, strengths };
  };
  return { up: withStrengths(up, true), down: withStrengths(down, false) };
}

/** The same neighbours in the order of their layer: each vertex, from left to right, puts itself down at those it is joined to. */
function fromLeft({ order }: Layers, { starts }: Neighbours, others: Neighbours): Neighbours {
  const next = starts.slice();
  const nodes = new Int32Array(starts[starts.length - 1] as number);
  for (let place = 0; place < order.length; place++) {
    const vertex = order[place] as number;
    for (let edge = others.starts[vertex] as number; edge < (others.starts[vertex + 1] as number); edge++) {
      const other = others.nodes[edge] as number;
      const free = next[other] as number;
      nodes[free] = vertex;
      next[other] = free + 1;
    }
  }
  return { starts, nodes };
}

/** For each node the most nodes that a path of tight edges passes from it on, and the most among its neighbours'. */
function tightPaths({ real, order }: Layers, { starts, nodes }: Neighbours, fromBelow: boolean) {
  const lengths = new Int32Array(real);
  const best = new Int32Array(real).fill(-1);
  for (let step = 0; step < order.length; step++) {
    const vertex = order[fromBelow ? order.length - 1 - step : step] as number;
    if (vertex >= real) continue;
    let longest = -1;
    for (let edge = starts[vertex] as number; edge < (starts[vertex + 1] as number); edge++) {
      const other = nodes[edge] as number;
      if (other < real) longest = Math.max(longest, lengths[other] as number);
    }
    best[vertex] = longest;
    lengths[vertex] = longest + 1;
  }
  return { lengths, best };
}
