// Edges grouped by one of their ends, as two columns instead of 50,000 lists.

/** The edges of node n are `edges[starts[n] … starts[n + 1]]`, in ascending order. */
export interface EdgesByNode {
  readonly starts: Int32Array;
  readonly edges: Int32Array;
}

export function edgesByNode(count: number, ends: Int32Array): EdgesByNode {
  const starts = new Int32Array(count + 1);
  for (let edge = 0; edge < ends.length; edge++) {
    const at = (ends[edge] as number) + 1;
    starts[at] = (starts[at] as number) + 1;
  }
  for (let node = 0; node < count; node++) {
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
  }
  const next = starts.slice();
  const edges = new Int32Array(ends.length);
  for (let edge = 0; edge < ends.length; edge++) {
    const node = ends[edge] as number;
    const place = next[node] as number;
    edges[place] = edge;
    next[node] = place + 1;
  }
  return { starts, edges };
}
