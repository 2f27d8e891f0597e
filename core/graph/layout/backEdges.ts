// Finds the edges that close a cycle, so that even a broken model can be shown.
import { edgesByNode } from './edgesByNode.ts';

/** 1 for every edge that leads back to a node still open in a depth-first walk; self-loops included. */
export function findBackEdges(count: number, from: Int32Array, to: Int32Array): Uint8Array {
  const { starts, edges } = edgesByNode(count, from);
  const back = new Uint8Array(from.length);
  const state = new Uint8Array(count); // 0 unseen, 1 open, 2 done
  const next = starts.slice(0, count);
  const open = new Int32Array(count);
  for (let root = 0; root < count; root++) {
    if (state[root] !== 0) continue;
    let depth = 0;
    open[depth++] = root;
    state[root] = 1;
    while (depth > 0) {
      const node = open[depth - 1] as number;
      const place = next[node] as number;
      if (place === starts[node + 1]) {
        state[node] = 2;
        depth--;
        continue;
      }
      next[node] = place + 1;
      const edge = edges[place] as number;
      const target = to[edge] as number;
      if (state[target] === 1) back[edge] = 1;
      else if (state[target] === 0) {
        state[target] = 1;
        open[depth++] = target;
      }
    }
  }
  return back;
}
