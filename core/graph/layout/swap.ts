// Swaps neighbours of a layer where that removes crossings.
import type { Layers, Neighbours } from './layers.ts';

const passes = 4;

/** Changes `order` and `position` in place; crossings never grow. */
export function swapNeighbours(layers: Layers): void {
  const { layerStarts, order, position, up, down } = layers;
  for (let pass = 0; pass < passes; pass++) {
    let swapped = false;
    for (let layer = 0; layer + 1 < layerStarts.length; layer++) {
      for (let place = layerStarts[layer] as number; place + 1 < (layerStarts[layer + 1] as number); place++) {
        const left = order[place] as number;
        const right = order[place + 1] as number;
        if (gain(up, position, left, right) + gain(down, position, left, right) <= 0) continue;
        order[place] = right;
        order[place + 1] = left;
        position[right] = (position[right] as number) - 1;
        position[left] = (position[left] as number) + 1;
        swapped = true;
      }
    }
    if (!swapped) return;
  }
}

/** Above this many pairs of edges a swap is not worth its counting. */
const pairLimit = 4_096;

/** Crossings between the edges of `left` and `right` now, less those after a swap. */
function gain({ starts, nodes }: Neighbours, position: Int32Array, left: number, right: number): number {
  const leftEnd = starts[left + 1] as number;
  const rightEnd = starts[right + 1] as number;
  const rightStart = starts[right] as number;
  if ((leftEnd - (starts[left] as number)) * (rightEnd - rightStart) > pairLimit) return 0;
  let gained = 0;
  for (let a = starts[left] as number; a < leftEnd; a++) {
    const at = position[nodes[a] as number] as number;
    for (let b = rightStart; b < rightEnd; b++) {
      const other = position[nodes[b] as number] as number;
      if (at > other) gained++;
      else if (at < other) gained--;
    }
  }
  return gained;
}
