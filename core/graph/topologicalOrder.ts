// An order in which a graph's nodes can run, or a cycle that forbids one.

/** Edges by node: those of node n are `nodes[starts[n] … starts[n + 1]]`. */
export interface Edges {
  readonly starts: Int32Array;
  readonly nodes: Int32Array;
}

export interface NodeOrder {
  readonly order: Int32Array | undefined;
  readonly cycle: readonly number[] | undefined;
}

/**
 * Kahn's algorithm with a binary heap keyed by file order, so that a file that is already sorted keeps its order.
 * O((nodes + edges) · log nodes).
 */
export function orderNodes(incoming: Edges, outgoing: Edges): NodeOrder {
  const count = incoming.starts.length - 1;
  const waiting = new Int32Array(count);
  for (let node = 0; node < count; node++) {
    waiting[node] = (incoming.starts[node + 1] ?? 0) - (incoming.starts[node] ?? 0);
  }
  const ready = smallestFirst(count);
  for (let node = 0; node < count; node++) if (waiting[node] === 0) ready.push(node);
  const order = new Int32Array(count);
  let placed = 0;
  while (ready.size() > 0) {
    const node = ready.pop();
    order[placed++] = node;
    for (let edge = outgoing.starts[node] ?? 0; edge < (outgoing.starts[node + 1] ?? 0); edge++) {
      const next = outgoing.nodes[edge] ?? 0;
      const left = (waiting[next] ?? 0) - 1;
      waiting[next] = left;
      if (left === 0) ready.push(next);
    }
  }
  return placed === count ? { order, cycle: undefined } : { order: undefined, cycle: findCycle(waiting, incoming) };
}

/** Every node still waiting has a predecessor that waits too: walking backwards must come round. */
function findCycle(waiting: Int32Array, incoming: Edges): readonly number[] {
  const place = new Map<number, number>();
  const path: number[] = [];
  let node = waiting.findIndex((left) => left > 0);
  while (!place.has(node)) {
    place.set(node, path.length);
    path.push(node);
    const predecessors = incoming.nodes.subarray(incoming.starts[node], incoming.starts[node + 1]);
    node = predecessors.find((from) => (waiting[from] ?? 0) > 0) ?? node;
  }
  return path.slice(place.get(node)).reverse();
}

function smallestFirst(capacity: number) {
  const heap = new Int32Array(capacity);
  let size = 0;
  const at = (index: number) => heap[index] ?? 0;
  return {
    size: () => size,
    push(value: number) {
      let hole = size++;
      while (hole > 0 && at((hole - 1) >> 1) > value) {
        heap[hole] = at((hole - 1) >> 1);
        hole = (hole - 1) >> 1;
      }
      heap[hole] = value;
    },
    pop(): number {
      const top = at(0);
      const last = at(--size);
      let hole = 0;
      for (let child = 1; child < size; child = 2 * hole + 1) {
        if (child + 1 < size && at(child + 1) < at(child)) child++;
        if (at(child) >= last) break;
        heap[hole] = at(child);
        hole = child;
      }
      heap[hole] = last;
      return top;
    },
  };
}
