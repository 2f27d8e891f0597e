// Pushes blocks of vertices together as closely as their neighbours allow.
import { edgesByNode } from './edgesByNode.ts';
import type { Layers } from './layers.ts';
import { separation } from './separation.ts';

/**
 * The x of each vertex's middle: all of a block the same, every block as far to the side `horizontal` as it can be
 * and then drawn back towards its neighbours on the other side, where there is room. Linear in vertices.
 */
export function compactBlocks(layers: Layers, root: Int32Array, horizontal: 'left' | 'right'): Float64Array {
  const { count } = layers;
  const sign = horizontal === 'left' ? 1 : -1;
  const { before, after, apart } = blockNeighbours(layers, root, sign);
  const outgoing = edgesByNode(count, before);
  const incoming = edgesByNode(count, after);
  const order = sortBlocks(count, after, outgoing);
  const x = new Float64Array(count);
  for (const block of order) {
    let far = 0;
    for (let place = incoming.starts[block] as number; place < (incoming.starts[block + 1] as number); place++) {
      const link = incoming.edges[place] as number;
      far = Math.max(far, (x[before[link] as number] as number) + (apart[link] as number));
    }
    x[block] = far;
  }
  for (let index = order.length - 1; index >= 0; index--) {
    const block = order[index] as number;
    let near = Number.POSITIVE_INFINITY;
    for (let place = outgoing.starts[block] as number; place < (outgoing.starts[block + 1] as number); place++) {
      const link = outgoing.edges[place] as number;
      near = Math.min(near, (x[after[link] as number] as number) - (apart[link] as number));
    }
    if (near !== Number.POSITIVE_INFINITY) x[block] = Math.max(x[block] as number, near);
  }
  return x.map((_, vertex) => sign * (x[root[vertex] as number] as number));
}

function blockNeighbours(layers: Layers, root: Int32Array, sign: 1 | -1) {
  const { count, layerStarts, order } = layers;
  const before = new Int32Array(count);
  const after = new Int32Array(count);
  const apart = new Float64Array(count);
  let total = 0;
  for (let layer = 0; layer + 1 < layerStarts.length; layer++) {
    for (let place = (layerStarts[layer] as number) + 1; place < (layerStarts[layer + 1] as number); place++) {
      const left = order[place - 1] as number;
      const right = order[place] as number;
      before[total] = root[sign === 1 ? left : right] as number;
      after[total] = root[sign === 1 ? right : left] as number;
      apart[total++] = separation(layers, left, right);
    }
  }
  return { before: before.subarray(0, total), after: after.subarray(0, total), apart };
}

/** Every block after those before it. Blocks never cross, so there is such an order. */
function sortBlocks(count: number, after: Int32Array, outgoing: ReturnType<typeof edgesByNode>): Int32Array {
  const waiting = new Int32Array(count);
  for (const block of after) waiting[block] = (waiting[block] as number) + 1;
  const order = new Int32Array(count);
  let known = 0;
  for (let block = 0; block < count; block++) if (waiting[block] === 0) order[known++] = block;
  for (let done = 0; done < known; done++) {
    const block = order[done] as number;
    for (let place = outgoing.starts[block] as number; place < (outgoing.starts[block + 1] as number); place++) {
      const next = after[outgoing.edges[place] as number] as number;
      const left = (waiting[next] as number) - 1;
      waiting[next] = left;
      if (left === 0) order[known++] = next;
    }
  }
  return order;
}
