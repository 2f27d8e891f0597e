// The graph cut into layers: long edges become chains of way points, one in each layer that they cross.
import { edgesByNode } from './edgesByNode.ts';
import type { LayoutInput } from './geometry.ts';

/** Vertices 0 … real − 1 are the nodes, those from `real` on are way points. */
export interface Layers {
  readonly real: number;
  readonly count: number;
  readonly ranks: Int32Array;
  readonly widths: Float32Array;
  /** The vertices of layer r are `order[layerStarts[r] … layerStarts[r + 1]]`, from left to right. */
  readonly layerStarts: Int32Array;
  readonly order: Int32Array;
  /** The place of each vertex within its layer. */
  readonly position: Int32Array;
  /** Neighbours in the next layer up and down: those of v are `nodes[starts[v] … starts[v + 1]]`. */
  readonly up: Neighbours;
  readonly down: Neighbours;
  /** For each edge the first vertex of its chain, -1 where it needs none, or `lane` where it runs beside the graph. */
  readonly chains: Int32Array;
  /** For each edge that runs beside the graph the number of its way there; -1 for the others. */
  readonly lanes: Int32Array;
}

export interface Neighbours {
  readonly starts: Int32Array;
  readonly nodes: Int32Array;
}

interface Ranked extends LayoutInput {
  readonly back: Uint8Array;
  readonly ranks: Int32Array;
}

/** More way points than this cost time and say nothing: the longest edges then run beside the graph. */
const wayPointsPerNode = 6;
const wayPointsAtLeast = 20_000;

export function buildLayers(input: Ranked): Layers {
  const real = input.widths.length;
  const bundles = bundleEdges(input);
  const limit = longestChain(bundles.lengths, Math.max(wayPointsAtLeast, wayPointsPerNode * real));
  let count = real;
  const firsts = bundles.lengths.map((length) => {
    if (length === 0 || length > limit) return -1;
    count += length;
    return count - length;
  });
  const laneOf = shareLanes(bundles, input.ranks, limit);

  const ranks = new Int32Array(count);
  ranks.set(input.ranks);
  const widths = new Float32Array(count);
  widths.set(input.widths);
  const upper: number[] = [];
  const lower: number[] = [];
  const link = (from: number, to: number) => {
    upper.push(from);
    lower.push(to);
  };
  const chains = new Int32Array(input.from.length).fill(-1);
  const lanes = new Int32Array(input.from.length).fill(-1);
  bundles.lengths.forEach((length, bundle) => {
    const first = firsts[bundle] as number;
    if (first < 0) return;
    const source = bundles.sources[bundle] as number;
    for (let step = 0; step < length; step++) {
      ranks[first + step] = (ranks[source] as number) + step + 1;
      link(step === 0 ? source : first + step - 1, first + step);
    }
  });
  for (let edge = 0; edge < input.from.length; edge++) {
    const from = input.from[edge] as number;
    const to = input.to[edge] as number;
    const bundle = bundles.ofEdge[edge] as number;
    const crossed = (ranks[to] as number) - (ranks[from] as number) - 1;
    if (crossed < 0) continue;
    if (crossed === 0) link(from, to);
    else if (laneOf[bundle] !== -1) lanes[edge] = laneOf[bundle] as number;
    else {
      chains[edge] = firsts[bundle] as number;
      link((firsts[bundle] as number) + crossed - 1, to);
    }
  }
  const uppers = Int32Array.from(upper);
  const lowers = Int32Array.from(lower);
  const layerTotal = ranks.reduce((most, rank) => Math.max(most, rank + 1), 0);
  const byLayer = edgesByNode(layerTotal, ranks);
  const position = new Int32Array(count);
  byLayer.edges.forEach((vertex, place) => {
    position[vertex] = place - (byLayer.starts[ranks[vertex] as number] as number);
  });
  return {
    real,
    count,
    ranks,
    widths,
    layerStarts: byLayer.starts,
    order: byLayer.edges,
    position,
    up: neighbours(count, lowers, uppers),
    down: neighbours(count, uppers, lowers),
    chains,
    lanes,
  };
}

/** Edges of one port share a chain, as long as the longest of them needs; an edge against the arrows has its own. */
function bundleEdges({ from, to, ports, back, ranks, widths }: Ranked) {
  /** The bundle of each node that was begun last: of most nodes the only one. -1 for none. */
  const latest = new Int32Array(widths.length).fill(-1);
  /** The others by node and port, of which a node may have thousands. */
  const others = new Map<number, number>();
  const portOf: number[] = [];
  const sources: number[] = [];
  const lengths: number[] = [];
  const ofEdge = new Int32Array(from.length);
  const keyOf = (source: number, port: number) => port * widths.length + source;
  for (let edge = 0; edge < from.length; edge++) {
    const source = from[edge] as number;
    const port = back[edge] ? -1 : (ports?.[edge] ?? 0);
    let bundle = port === -1 ? -1 : (latest[source] as number);
    if (bundle !== -1 && portOf[bundle] !== port) bundle = others.get(keyOf(source, port)) ?? -1;
    if (bundle === -1) {
      bundle = sources.push(source) - 1;
      lengths.push(0);
      portOf.push(port);
      if (port !== -1) {
        const before = latest[source] as number;
        if (before !== -1) others.set(keyOf(source, portOf[before] as number), before);
        latest[source] = bundle;
      }
    }
    const crossed = (ranks[to[edge] as number] as number) - (ranks[source] as number) - 1;
    if (crossed > (lengths[bundle] as number)) lengths[bundle] = crossed;
    ofEdge[edge] = bundle;
  }
  return { sources, lengths, ofEdge };
}

/** Ways beside the graph: edges whose heights do not overlap share one. -1 for bundles that need none. */
function shareLanes(
  { sources, lengths }: ReturnType<typeof bundleEdges>,
  ranks: Int32Array,
  limit: number,
): Int32Array {
  const lanes = new Int32Array(lengths.length).fill(-1);
  const top = (bundle: number) => ranks[sources[bundle] as number] as number;
  const long = [...lengths.keys()].filter((bundle) => (lengths[bundle] as number) > limit);
  long.sort((a, b) => top(a) - top(b) || a - b);
  const ends: number[] = [];
  for (const bundle of long) {
    const free = ends.findIndex((end) => end < top(bundle));
    const lane = free === -1 ? ends.length : free;
    ends[lane] = top(bundle) + (lengths[bundle] as number) + 1;
    lanes[bundle] = lane;
  }
  return lanes;
}

function longestChain(lengths: readonly number[], budget: number): number {
  const ascending = Int32Array.from(lengths).sort();
  let total = 0;
  for (const length of ascending) {
    total += length;
    if (total > budget) return length - 1;
  }
  return Number.MAX_SAFE_INTEGER;
}

function neighbours(count: number, ends: Int32Array, others: Int32Array): Neighbours {
  const { starts, edges } = edgesByNode(count, ends);
  return { starts, nodes: edges.map((edge) => others[edge] as number) };
}
