// The ways that lead from one node of a graph to another.

/** Edges of a graph of `count` nodes, from node to node; several may join the same two. */
export interface Arrows {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export interface Between {
  /** The nodes on any way, both ends included, ascending. */
  readonly nodes: readonly number[];
  /** The edges on any way, ascending. */
  readonly edges: readonly number[];
  /** The nodes along one of the shortest ways, in order. */
  readonly shortest: readonly number[];
  /** How many ways there are; parallel edges make one. Undefined where a cycle makes them endless. */
  readonly ways: bigint | undefined;
}

/** Undefined where no way leads from `start` to `end`. Linear in nodes and edges. */
export function waysBetween(arrows: Arrows, start: number, end: number): Between | undefined {
  const { count, from, to } = arrows;
  const onward = neighbours(count, from, to);
  const steps = reach(onward, count, start);
  if (steps[end] === -1) return undefined;
  const back = reach(neighbours(count, to, from), count, end);
  const onWay = (node: number) => steps[node] !== -1 && back[node] !== -1;
  const nodes = Array.from({ length: count }, (_, node) => node).filter(onWay);
  const edges = [...from.keys()].filter((edge) => onWay(from[edge] as number) && onWay(to[edge] as number));
  const shortest = [start];
  for (let at = start; at !== end; ) {
    const left = back[at] as number;
    const next = onward(at).find((node) => back[node] === left - 1);
    if (next === undefined) break;
    shortest.push(next);
    at = next;
  }
  return { nodes, edges, shortest, ways: countWays(onward, nodes, onWay, start, end) };
}

type Neighbours = (node: number) => readonly number[];

function neighbours(count: number, ends: Int32Array, others: Int32Array): Neighbours {
  const lists: number[][] = Array.from({ length: count }, () => []);
  ends.forEach((node, edge) => {
    lists[node]?.push(others[edge] as number);
  });
  return (node) => lists[node] ?? [];
}

/** Fewest steps from `start` to each node; -1 for those out of reach. */
function reach(onward: Neighbours, count: number, start: number): Int32Array {
  const steps = new Int32Array(count).fill(-1);
  steps[start] = 0;
  const queue = [start];
  for (let place = 0; place < queue.length; place++) {
    const node = queue[place] as number;
    for (const next of onward(node)) {
      if (steps[next] !== -1) continue;
      steps[next] = (steps[node] as number) + 1;
      queue.push(next);
    }
  }
  return steps;
}

/** Adds up ways in an order in which every node comes after those before it. */
function countWays(
  onward: Neighbours,
  nodes: readonly number[],
  onWay: (node: number) => boolean,
  start: number,
  end: number,
): bigint | undefined {
  const next = (node: number) => new Set(onward(node).filter(onWay));
  const open = new Map(nodes.map((node) => [node, 0]));
  for (const node of nodes) for (const other of next(node)) open.set(other, (open.get(other) ?? 0) + 1);
  const ways = new Map<number, bigint>([[start, 1n]]);
  const ready = nodes.filter((node) => open.get(node) === 0);
  let passed = 0;
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    passed++;
    for (const other of next(node)) {
      ways.set(other, (ways.get(other) ?? 0n) + (ways.get(node) ?? 0n));
      const left = (open.get(other) ?? 0) - 1;
      open.set(other, left);
      if (left === 0) ready.push(other);
    }
  }
  return passed === nodes.length ? ways.get(end) : undefined;
}
