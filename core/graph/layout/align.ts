// Joins vertices of neighbouring layers into vertical blocks that will share one x.
import type { Layers } from './layers.ts';
import type { RankedNeighbours } from './strength.ts';

export interface Direction {
  /** Towards which layers a vertex looks for its partner. */
  readonly vertical: 'up' | 'down';
  /** From which side a layer is walked. */
  readonly horizontal: 'left' | 'right';
}

const rounds = 3;

/**
 * The root of each vertex's block. After Brandes and Köpf (2001), algorithm 2, in three rounds by strength, so that
 * trunks come first and long edges second; blocks never cross. `fixed` are the neighbours that vertices look to.
 */
export function alignVertices(
  { count, layerStarts, order, position }: Layers,
  { starts, nodes, strengths }: RankedNeighbours,
  { vertical, horizontal }: Direction,
): Int32Array {
  const sign = horizontal === 'left' ? 1 : -1;
  const total = layerStarts.length - 1;
  const root = new Int32Array(count);
  for (let vertex = 0; vertex < count; vertex++) root[vertex] = vertex;
  const partner = new Int32Array(count).fill(-1);
  const taken = new Uint8Array(count);
  let bounds = new Float64Array(64);

  for (let step = 1; step < total; step++) {
    const layer = vertical === 'up' ? step : total - 1 - step;
    const start = layerStarts[layer] as number;
    const width = (layerStarts[layer + 1] as number) - start;
    if (bounds.length < width + 1) bounds = new Float64Array(2 * width + 1);
    const first = sign === 1 ? start : start + width - 1;
    for (let round = 0; round < rounds; round++) {
      bounds[width] = Number.POSITIVE_INFINITY;
      for (let index = width - 1; index >= 0; index--) {
        const claimed = partner[order[first + sign * index] as number] as number;
        bounds[index] = claimed === -1 ? (bounds[index + 1] as number) : sign * (position[claimed] as number);
      }
      let lowest = Number.NEGATIVE_INFINITY;
      for (let index = 0; index < width; index++) {
        const vertex = order[first + sign * index] as number;
        if (partner[vertex] !== -1) {
          lowest = sign * (position[partner[vertex] as number] as number);
          continue;
        }
        let candidates = 0;
        for (let edge = starts[vertex] as number; edge < (starts[vertex + 1] as number); edge++) {
          if ((strengths[edge] as number) <= round) candidates++;
        }
        if (candidates === 0) continue;
        // The middle one, or the first and then the second of the middle two, as one comes to them from the side.
        const middle = candidates >> 1;
        for (let turn = candidates % 2 === 0 ? 0 : 1; turn < 2; turn++) {
          const other = candidate(vertex, round, middle - 1 + turn);
          if (taken[other] === 1) continue;
          const place = sign * (position[other] as number);
          if (place <= lowest || place >= (bounds[index + 1] as number)) continue;
          partner[vertex] = other;
          taken[other] = 1;
          root[vertex] = root[other] as number;
          lowest = place;
          break;
        }
      }
    }
  }
  return root;

  /** The neighbour of that place among those of enough strength, counted from the side that is walked from. */
  function candidate(vertex: number, round: number, place: number): number {
    const from = starts[vertex] as number;
    const to = starts[vertex + 1] as number;
    let left = place;
    for (let edge = sign === 1 ? from : to - 1; edge >= from && edge < to; edge += sign) {
      if ((strengths[edge] as number) <= round && left-- === 0) return nodes[edge] as number;
    }
    return vertex;
  }
}
