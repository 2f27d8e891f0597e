// Joins vertices of neighbouring layers into vertical blocks that will share one x.
import type { Layers } from './layers.ts';
import type { Strength } from './strength.ts';

export interface Direction {
  /** Towards which layers a vertex looks for its partner. */
  readonly vertical: 'up' | 'down';
  /** From which side a layer is walked. */
  readonly horizontal: 'left' | 'right';
}

/**
 * The root of each vertex's block. After Brandes and Köpf (2001), algorithm 2, in three rounds by strength, so that
 * trunks come first and long edges second; blocks never cross.
 */
export function alignVertices(layers: Layers, strength: Strength, { vertical, horizontal }: Direction): Int32Array {
  const { count, layerStarts, order, position } = layers;
  const fixed = vertical === 'up' ? layers.up : layers.down;
  const sign = horizontal === 'left' ? 1 : -1;
  const total = layerStarts.length - 1;
  const root = Int32Array.from({ length: count }, (_, vertex) => vertex);
  const partner = new Int32Array(count).fill(-1);
  const taken = new Uint8Array(count);
  const candidates: number[] = [];
  let bounds = new Float64Array(64);

  for (let step = 1; step < total; step++) {
    const layer = vertical === 'up' ? step : total - 1 - step;
    const start = layerStarts[layer] as number;
    const width = (layerStarts[layer + 1] as number) - start;
    if (bounds.length < width + 1) bounds = new Float64Array(2 * width + 1);
    const vertexAt = (index: number) => order[sign === 1 ? start + index : start + width - 1 - index] as number;
    const placeOf = (vertex: number) => sign * (position[vertex] as number);
    for (let round = 0; round < 3; round++) {
      bounds[width] = Number.POSITIVE_INFINITY;
      for (let index = width - 1; index >= 0; index--) {
        const claimed = partner[vertexAt(index)] as number;
        bounds[index] = claimed === -1 ? (bounds[index + 1] as number) : placeOf(claimed);
      }
      let lowest = Number.NEGATIVE_INFINITY;
      for (let index = 0; index < width; index++) {
        const vertex = vertexAt(index);
        if (partner[vertex] !== -1) {
          lowest = placeOf(partner[vertex] as number);
          continue;
        }
        candidates.length = 0;
        for (let edge = fixed.starts[vertex] as number; edge < (fixed.starts[vertex + 1] as number); edge++) {
          const other = fixed.nodes[edge] as number;
          const class_ = vertical === 'up' ? strength(other, vertex) : strength(vertex, other);
          if (class_ <= round) candidates.push(other);
        }
        if (candidates.length > 1) candidates.sort((a, b) => placeOf(a) - placeOf(b));
        const middle = (candidates.length - 1) / 2;
        for (const at of [Math.floor(middle), Math.ceil(middle)]) {
          const other = candidates[at];
          if (other === undefined || taken[other] === 1) continue;
          const place = placeOf(other);
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
}
