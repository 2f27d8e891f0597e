// Gives the layers their heights and leads every edge through the free space between and beside the nodes.

import { attachEdges } from './attach.ts';
import { gapBetweenEdges, gapBetweenLayers, gapBetweenNodes, type Layout, type LayoutInput } from './geometry.ts';
import type { Layers } from './layers.ts';

/** A layer with edges that run far to the side stands lower, so that they do not run flat. */
const near = 600;
const steepness = 0.05;
const widestGap = 160;
const loopReach = 18;

export function routeEdges(input: LayoutInput, layers: Layers, centres: Float64Array, back: Uint8Array): Layout {
  const { real, ranks } = layers;
  const { top, bottom } = layerBands(input, layers, centres);
  const middle = (node: number) =>
    ((top[ranks[node] as number] as number) + (bottom[ranks[node] as number] as number)) / 2;
  const x = new Float32Array(real);
  const y = new Float32Array(real);
  for (let node = 0; node < real; node++) {
    x[node] = (centres[node] as number) - (input.widths[node] as number) / 2;
    y[node] = middle(node) - (input.heights[node] as number) / 2;
  }
  const width = rightmost(layers, centres);
  const laneX = (lane: number) => width + gapBetweenNodes + lane * gapBetweenEdges;
  const { leave, arrive } = attachEdges(input, layers, centres, back, laneX);

  const pointStarts = new Int32Array(input.from.length + 1);
  const points: number[] = [];
  let widest = width;
  for (let edge = 0; edge < input.from.length; edge++) {
    const start = points.length;
    const against = back[edge] === 1;
    const upper = (against ? input.to[edge] : input.from[edge]) as number;
    const lower = (against ? input.from[edge] : input.to[edge]) as number;
    const leaveX = leave[edge] as number;
    const enterX = arrive[edge] as number;
    const from = ranks[upper] as number;
    const to = ranks[lower] as number;
    if (upper === lower) {
      const side = (centres[upper] as number) + (input.widths[upper] as number) / 2;
      const at = middle(upper);
      points.push(side, at + loopReach / 2, side + loopReach, at + loopReach / 2);
      points.push(side + loopReach, at - loopReach / 2, side, at - loopReach / 2);
    } else {
      points.push(leaveX, (y[upper] as number) + (input.heights[upper] as number), leaveX, bottom[from] as number);
      const lane = layers.lanes[edge] as number;
      if (lane !== -1) {
        widest = Math.max(widest, laneX(lane));
        points.push(laneX(lane), top[from + 1] as number, laneX(lane), bottom[to - 1] as number);
      } else if (layers.chains[edge] !== -1) {
        for (let rank = from + 1; rank < to; rank++) {
          const way = centres[(layers.chains[edge] as number) + rank - from - 1] as number;
          points.push(way, top[rank] as number, way, bottom[rank] as number);
        }
      }
      points.push(enterX, top[to] as number, enterX, y[lower] as number);
      simplify(points, start);
      if (against) reversePairs(points, start);
    }
    pointStarts[edge + 1] = points.length / 2;
  }
  return {
    x,
    y,
    width: widest,
    height: bottom[bottom.length - 1] ?? 0,
    ranks: ranks.slice(0, real),
    pointStarts,
    points: Float32Array.from(points),
  };
}

function layerBands(input: LayoutInput, layers: Layers, centres: Float64Array) {
  const total = layers.layerStarts.length - 1;
  const top = new Float64Array(total);
  const bottom = new Float64Array(total);
  const tallest = new Float64Array(total);
  const reach = new Float64Array(total);
  for (let node = 0; node < layers.real; node++) {
    const rank = layers.ranks[node] as number;
    tallest[rank] = Math.max(tallest[rank] as number, input.heights[node] as number);
  }
  for (let vertex = 0; vertex < layers.count; vertex++) {
    const rank = layers.ranks[vertex] as number;
    for (let edge = layers.down.starts[vertex] as number; edge < (layers.down.starts[vertex + 1] as number); edge++) {
      const far = Math.abs((centres[vertex] as number) - (centres[layers.down.nodes[edge] as number] as number));
      reach[rank] = Math.max(reach[rank] as number, far);
    }
  }
  for (let rank = 0, at = 0; rank < total; rank++) {
    top[rank] = at;
    bottom[rank] = at + (tallest[rank] as number);
    at =
      (bottom[rank] as number) +
      Math.min(widestGap, gapBetweenLayers + steepness * Math.max(0, (reach[rank] as number) - near));
  }
  return { top, bottom };
}

function rightmost({ count, widths }: Layers, centres: Float64Array): number {
  let right = 0;
  for (let vertex = 0; vertex < count; vertex++) {
    right = Math.max(right, (centres[vertex] as number) + (widths[vertex] as number) / 2);
  }
  return right;
}

const same = 0.01;

/** Drops, from pair `start` on, repeated points and those on a vertical line between their neighbours. */
function simplify(points: number[], start: number): void {
  let kept = start + 2;
  const isNear = (at: number, other: number, part: 0 | 1) =>
    Math.abs((points[at + part] as number) - (points[other + part] as number)) < same;
  for (let at = start + 2; at < points.length; at += 2) {
    const repeated = isNear(at, kept - 2, 0) && isNear(at, kept - 2, 1);
    if (repeated && at < points.length - 2) continue;
    const onLine = kept - 4 >= start && isNear(kept - 4, kept - 2, 0) && isNear(at, kept - 2, 0);
    if ((repeated || onLine) && kept - 2 > start) kept -= 2;
    points[kept] = points[at] as number;
    points[kept + 1] = points[at + 1] as number;
    kept += 2;
  }
  points.length = kept;
}

function reversePairs(points: number[], start: number): void {
  for (let low = start, high = points.length - 2; low < high; low += 2, high -= 2) {
    for (const part of [0, 1]) {
      const kept = points[low + part] as number;
      points[low + part] = points[high + part] as number;
      points[high + part] = kept;
    }
  }
}
