// Moves straight runs of vertices to the middle of what they are joined to, where their neighbours leave room.
import { edgesByNode } from './edgesByNode.ts';
import type { Layers } from './layers.ts';
import { separation } from './separation.ts';

const rounds = 6;
/** In large graphs the first rounds do what can be seen. */
const roundsOfMany = 3;
const many = 50_000;
const straight = 0.5;

/** Changes `x` in place. Order and separation stay; the edges' total horizontal length never grows. */
export function settleRuns(layers: Layers, x: Float64Array): void {
  const most = layers.count > many ? roundsOfMany : rounds;
  for (let round = 0; round < most; round++) if (!settle(layers, x, round % 2 === 1)) return;
}

function settle(layers: Layers, x: Float64Array, backwards: boolean): boolean {
  const { count, up, down } = layers;
  const runs = straightRuns(layers, x);
  const members = edgesByNode(count, runs);
  const wanted: number[] = [];
  let moved = false;
  for (let step = 0; step < count; step++) {
    const run = backwards ? count - 1 - step : step;
    const start = members.starts[run] as number;
    const end = members.starts[run + 1] as number;
    if (start === end) continue;
    wanted.length = 0;
    let least = Number.NEGATIVE_INFINITY;
    let most = Number.POSITIVE_INFINITY;
    for (let place = start; place < end; place++) {
      const vertex = members.edges[place] as number;
      const room = roomOf(layers, x, vertex);
      least = Math.max(least, room.from);
      most = Math.min(most, room.to);
      for (const { starts, nodes } of [up, down]) {
        for (let edge = starts[vertex] as number; edge < (starts[vertex + 1] as number); edge++) {
          const other = nodes[edge] as number;
          if (runs[other] !== run) wanted.push(x[other] as number);
        }
      }
    }
    if (wanted.length === 0) continue;
    wanted.sort((a, b) => a - b);
    const low = wanted[(wanted.length - 1) >> 1] as number;
    const high = wanted[wanted.length >> 1] as number;
    const now = x[run] as number;
    const goal = Math.min(most, Math.max(least, Math.min(high, Math.max(low, now))));
    if (Math.abs(goal - now) < straight) continue;
    moved = true;
    for (let place = start; place < end; place++) x[members.edges[place] as number] = goal;
  }
  return moved;
}

function roomOf(layers: Layers, x: Float64Array, vertex: number): { readonly from: number; readonly to: number } {
  const { ranks, layerStarts, order, position } = layers;
  const layer = ranks[vertex] as number;
  const place = (layerStarts[layer] as number) + (position[vertex] as number);
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  if (place > (layerStarts[layer] as number)) {
    const left = order[place - 1] as number;
    from = (x[left] as number) + separation(layers, left, vertex);
  }
  if (place + 1 < (layerStarts[layer + 1] as number)) {
    const right = order[place + 1] as number;
    to = (x[right] as number) - separation(layers, vertex, right);
  }
  return { from, to };
}

/** For each vertex the first one of its run: vertices of neighbouring layers joined by an edge without a bend. */
function straightRuns({ count, layerStarts, order, up }: Layers, x: Float64Array): Int32Array {
  const runs = Int32Array.from({ length: count }, (_, vertex) => vertex);
  const continued = new Uint8Array(count);
  for (let place = 0; place < (layerStarts[layerStarts.length - 1] as number); place++) {
    const vertex = order[place] as number;
    for (let edge = up.starts[vertex] as number; edge < (up.starts[vertex + 1] as number); edge++) {
      const other = up.nodes[edge] as number;
      const first = runs[other] as number;
      if (continued[other] === 1 || Math.abs((x[first] as number) - (x[vertex] as number)) >= straight) continue;
      continued[other] = 1;
      runs[vertex] = first;
      x[vertex] = x[first] as number;
      break;
    }
  }
  return runs;
}
