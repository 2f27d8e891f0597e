// Orders each layer from left to right so that edges cross seldom: sweeps of barycentres and medians, then swaps.
import { countCrossings } from './crossings.ts';
import { orderDepthFirst } from './depthFirst.ts';
import type { Layers, Neighbours } from './layers.ts';
import { swapNeighbours } from './swap.ts';

interface Effort {
  readonly starts: number;
  readonly rounds: number;
  /** After so many rounds in a row that bring nothing, a start ends. */
  readonly patience: number;
}

/** Less with size, so that the time stays linear; small graphs are where a crossing is seen. */
function effortFor(count: number): Effort {
  if (count <= 8_000) return { starts: 4, rounds: 16, patience: 4 };
  return count <= 30_000 ? { starts: 1, rounds: 12, patience: 2 } : { starts: 1, rounds: 6, patience: 2 };
}

/** Changes `order` and `position` in place. */
export function orderLayers(layers: Layers): void {
  const { order, position } = layers;
  const { starts, rounds, patience } = effortFor(layers.count);
  let best = Number.POSITIVE_INFINITY;
  let bestOrder = order;
  const note = () => {
    const crossings = countCrossings(layers);
    if (crossings >= best) return false;
    best = crossings;
    bestOrder = order.slice();
    return true;
  };
  for (let start = 0; start < starts && best > 0; start++) {
    // Every other start walks the graph from its end, every other two take branches from the right.
    orderDepthFirst(layers, { upwards: start % 2 === 1, mirrored: start >= 2 });
    note();
    let idle = 0;
    for (let round = 0; round < rounds && best > 0 && idle < patience; round++) {
      sweep(layers, { downwards: round % 2 === start % 2, mirrored: round % 4 >= 2, medians: start % 2 === 1 });
      swapNeighbours(layers);
      idle = note() ? 0 : idle + 1;
    }
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

interface Sweep {
  readonly downwards: boolean;
  /** Lets equal keys change places. */
  readonly mirrored: boolean;
  /** Sorts by the median of the neighbours' places in place of their mean. */
  readonly medians: boolean;
}

/** One pass over all layers. */
function sweep(layers: Layers, { downwards, mirrored, medians }: Sweep): void {
  const { layerStarts, order, position } = layers;
  const total = layerStarts.length - 1;
  const keys = new Float64Array(layers.count);
  const fixed = downwards ? layers.up : layers.down;
  const keyOf = medians ? median : barycentre;
  for (let step = 1; step < total; step++) {
    const layer = downwards ? step : total - 1 - step;
    const start = layerStarts[layer] as number;
    const end = layerStarts[layer + 1] as number;
    if (end - start < 2) continue;
    for (let place = start; place < end; place++) {
      const vertex = order[place] as number;
      keys[vertex] = keyOf(fixed, position, vertex);
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

/** The weighted median of Gansner, Koutsofios, North and Vo (1993): it leans to where the neighbours stand closer. */
function median({ starts, nodes }: Neighbours, position: Int32Array, vertex: number): number {
  const start = starts[vertex] as number;
  const count = (starts[vertex + 1] as number) - start;
  if (count === 0) return Number.NaN;
  if (count === 1) return position[nodes[start] as number] as number;
  const places = Array.from(nodes.subarray(start, start + count), (other) => position[other] as number);
  places.sort((a, b) => a - b);
  const at = (index: number) => places[index] as number;
  const middle = count >> 1;
  if (count % 2 === 1) return at(middle);
  if (count === 2) return (at(0) + at(1)) / 2;
  const left = at(middle - 1) - at(0);
  const right = at(count - 1) - at(middle);
  if (left + right === 0) return (at(middle - 1) + at(middle)) / 2;
  return (at(middle - 1) * right + at(middle) * left) / (left + right);
}

function sortLayer(order: Int32Array, start: number, end: number, keys: Float64Array, mirrored: boolean): void {
  if (isSorted(order, start, end, keys, mirrored)) return;
  const free: number[] = [];
  const places: number[] = [];
  for (let place = start; place < end; place++) {
    const vertex = order[place] as number;
    if (Number.isNaN(keys[vertex] as number)) continue;
    free.push(vertex);
    places.push(place);
  }
  if (mirrored) free.reverse();
  if (free.length > 24) free.sort((a, b) => (keys[a] as number) - (keys[b] as number));
  else insertInOrder(free, keys);
  free.forEach((vertex, index) => {
    order[places[index] as number] = vertex;
  });
}

/** Keeps the order of equal keys, as `sort` does; without a call for each comparison. */
function insertInOrder(vertices: number[], keys: Float64Array): void {
  for (let index = 1; index < vertices.length; index++) {
    const vertex = vertices[index] as number;
    const key = keys[vertex] as number;
    let place = index;
    for (; place > 0 && (keys[vertices[place - 1] as number] as number) > key; place--) {
      vertices[place] = vertices[place - 1] as number;
    }
    vertices[place] = vertex;
  }
}

/** Most layers are in order already. */
function isSorted(order: Int32Array, start: number, end: number, keys: Float64Array, mirrored: boolean): boolean {
  let before = Number.NEGATIVE_INFINITY;
  for (let place = start; place < end; place++) {
    const key = keys[order[place] as number] as number;
    if (key < before || (mirrored && key === before)) return false;
    if (key > before) before = key;
  }
  return true;
}
