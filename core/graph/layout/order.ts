// Orders each layer from left to right so that edges cross seldom: barycentre sweeps, then swaps of neighbours.
import { countCrossings } from './crossings.ts';
import { orderDepthFirst } from './depthFirst.ts';
import type { Layers, Neighbours } from './layers.ts';
import { swapNeighbours } from './swap.ts';

/** Rounds fall with size, so that the time stays linear; small graphs are where a crossing is seen. */
function roundsFor(count: number): number {
  return count <= 4_000 ? 24 : count <= 20_000 ? 12 : 6;
}

/** Changes `order` and `position` in place. */
export function orderLayers(layers: Layers): void {
  orderDepthFirst(layers);
  const { order, position } = layers;
  let best = countCrossings(layers);
  let bestOrder = order.slice();
  const rounds = roundsFor(layers.count);
  let idle = 0;
  for (let round = 0; round < rounds && best > 0 && idle < 4; round++) {
    sweep(layers, round % 2 === 0, round % 4 >= 2);
    swapNeighbours(layers);
    const crossings = countCrossings(layers);
    if (crossings < best) {
      best = crossings;
      bestOrder = order.slice();
      idle = 0;
    } else idle++;
  }
  order.set(bestOrder);
  renumber(layers, position);
}

function renumber({ layerStarts, order }: Layers, position: Int32Array): void {
  for (let layer = 0; layer + 1 < layerStarts.length; layer++) {
    const start = layerStarts[layer] as number;
    for (let place = start; place < (layerStarts[layer + 1] as number); place++) {
      position[order[place] as number] = place - start;
    }
  }
}

/** One pass over all layers; `mirrored` lets equal barycentres change places. */
function sweep(layers: Layers, downwards: boolean, mirrored: boolean): void {
  const { layerStarts, order, position } = layers;
  const total = layerStarts.length - 1;
  const keys = new Float64Array(layers.count);
  const fixed = downwards ? layers.up : layers.down;
  for (let step = 1; step < total; step++) {
    const layer = downwards ? step : total - 1 - step;
    const start = layerStarts[layer] as number;
    const end = layerStarts[layer + 1] as number;
    if (end - start < 2) continue;
    for (let place = start; place < end; place++) {
      const vertex = order[place] as number;
      keys[vertex] = barycentre(fixed, position, vertex);
    }
    sortLayer(order, start, end, keys, mirrored);
    for (let place = start; place < end; place++) position[order[place] as number] = place - start;
  }
}

/** NaN for a vertex without neighbours there: it keeps its place. */
function barycentre({ starts, nodes }: Neighbours, position: Int32Array, vertex: number): number {
  const start = starts[vertex] as number;
  const end = starts[vertex + 1] as number;
  let sum = 0;
  for (let edge = start; edge < end; edge++) sum += position[nodes[edge] as number] as number;
  return sum / (end - start);
}

function sortLayer(order: Int32Array, start: number, end: number, keys: Float64Array, mirrored: boolean): void {
  const free: number[] = [];
  const places: number[] = [];
  for (let place = start; place < end; place++) {
    const vertex = order[place] as number;
    if (Number.isNaN(keys[vertex] as number)) continue;
    free.push(vertex);
    places.push(place);
  }
  if (mirrored) free.reverse();
  free.sort((a, b) => (keys[a] as number) - (keys[b] as number));
  free.forEach((vertex, index) => {
    order[places[index] as number] = vertex;
  });
}
