// Moves straight runs of vertices to the middle of what they are joined to, where their neighbours leave room.
import { edgesByNode } from './edgesByNode.ts';
import type { Layers, Neighbours } from './layers.ts';
import { separation } from './separation.ts';

const rounds = 6;
/** In large graphs one round in each direction does what can be seen. */
const roundsOfMany = 2;
const many = 50_000;
const straight = 0.5;

/** Changes `x` in place. Order and separation stay; the edges' total horizontal length never grows. */
export function settleRuns(layers: Layers, x: Float64Array): void {
  const most = layers.count > many ? roundsOfMany : rounds;
  for (let round = 0; round < most; round++) if (!settle(layers, x, round % 2 === 1)) return;
}

function settle(layers: Layers, x: Float64Array, backwards: boolean): boolean {
  const { count } = layers;
  const runs = straightRuns(layers, x);
  const members = edgesByNode(count, runs);
  const wanted: Wanted = { values: new Float64Array(16), count: 0 };
  let moved = false;
  for (let step = 0; step < count; step++) {
    const run = backwards ? count - 1 - step : step;
    const start = members.starts[run] as number;
    const end = members.starts[run + 1] as number;
    if (start === end) continue;
    wanted.count = 0;
    let least = Number.NEGATIVE_INFINITY;
    let most = Number.POSITIVE_INFINITY;
    for (let place = start; place < end; place++) {
      const vertex = members.edges[place] as number;
      least = Math.max(least, roomFrom(layers, x, vertex));
      most = Math.min(most, roomTo(layers, x, vertex));
      want(wanted, layers.up, runs, x, vertex);
      want(wanted, layers.down, runs, x, vertex);
    }
    if (wanted.count === 0) continue;
    const values = sorted(wanted);
    const low = values[(wanted.count - 1) >> 1] as number;
    const high = values[wanted.count >> 1] as number;
    const now = x[run] as number;
    const goal = Math.min(most, Math.max(least, Math.min(high, Math.max(low, now))));
    if (Math.abs(goal - now) < straight) continue;
    moved = true;
    for (let place = start; place < end; place++) x[members.edges[place] as number] = goal;
  }
  return moved;
}

/** Where the neighbours of a run stand: one buffer for all runs, since there are a hundred thousand of them. */
interface Wanted {
  values: Float64Array;
  count: number;
}

/** Adds the places of a vertex's neighbours outside its own run. */
function want(wanted: Wanted, { starts, nodes }: Neighbours, runs: Int32Array, x: Float64Array, vertex: number): void {
  const run = runs[vertex];
  for (let edge = starts[vertex] as number; edge < (starts[vertex + 1] as number); edge++) {
    const other = nodes[edge] as number;
    if (runs[other] === run) continue;
    if (wanted.count === wanted.values.length) {
      const larger = new Float64Array(2 * wanted.count);
      larger.set(wanted.values);
      wanted.values = larger;
    }
    wanted.values[wanted.count++] = x[other] as number;
  }
}

/** Most runs have two to four neighbours, for which inserting is quickest. */
function sorted({ values, count }: Wanted): Float64Array {
  if (count > 24) return values.subarray(0, count).sort();
  for (let index = 1; index < count; index++) {
    const value = values[index] as number;
    let place = index;
    for (; place > 0 && (values[place - 1] as number) > value; place--) values[place] = values[place - 1] as number;
    values[place] = value;
  }
  return values;
}

/** The leftmost place that a vertex may have beside its neighbour. */
function roomFrom(layers: Layers, x: Float64Array, vertex: number): number {
  const at = layers.position[vertex] as number;
  if (at === 0) return Number.NEGATIVE_INFINITY;
  const left = layers.order[(layers.layerStarts[layers.ranks[vertex] as number] as number) + at - 1] as number;
  return (x[left] as number) + separation(layers, left, vertex);
}

function roomTo(layers: Layers, x: Float64Array, vertex: number): number {
  const layer = layers.ranks[vertex] as number;
  const next = (layers.layerStarts[layer] as number) + (layers.position[vertex] as number) + 1;
  if (next >= (layers.layerStarts[layer + 1] as number)) return Number.POSITIVE_INFINITY;
  const right = layers.order[next] as number;
  return (x[right] as number) - separation(layers, vertex, right);
}

/** For each vertex the first one of its run: vertices of neighbouring layers joined by an edge without a bend. */
function straightRuns({ count, layerStarts, order, up }: Layers, x: Float64Array): Int32Array {
  const runs = new Int32Array(count);
  for (let vertex = 0; vertex < count; vertex++) runs[vertex] = vertex;
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
