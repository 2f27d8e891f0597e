// Blocks of a graph whose nodes have no scopes: stretches of its order of computation that come again at once.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import { foldConstants } from '#core/graph/structure/foldedConstants.ts';
import { nodeKinds } from '#core/graph/structure/nodeKinds.ts';
import { createNumbering } from '#core/graph/structure/numbering.ts';
import { structureOf } from '#core/graph/structure/sharedStructure.ts';
import type { Graph } from '#core/onnx/model.ts';
import { type Block, fewestNodes } from './block.ts';

/** Periods that are tried, those first that most nodes come again after. */
const mostPeriods = 24;

interface Run {
  readonly start: number;
  readonly period: number;
  readonly times: number;
}

/** Blocks that follow one upon the other, the largest first. Linear in nodes, times the periods that are tried. */
export function repeatedRuns(graph: Graph, index: GraphIndex): readonly Block[] {
  const constants = foldConstants(graph, index);
  const kinds = nodeKinds(graph, constants);
  const number = createNumbering();
  const order = Array.from(index.topologicalOrder ?? graph.nodes.keys()).filter((node) => !constants.folded[node]);
  const sequence = Int32Array.from(order, (node) => kinds[node] ?? 0);
  const taken = new Uint8Array(sequence.length);
  const blocks: Block[] = [];
  for (const run of runsOf(sequence)) {
    const end = run.start + run.period * run.times;
    if (taken.subarray(run.start, end).includes(1)) continue;
    const nodesAt = (time: number) => order.slice(run.start + time * run.period, run.start + (time + 1) * run.period);
    const all = Array.from({ length: run.times }, (_, time) => nodesAt(time));
    const keys = all.map((nodes) => structureOf({ graph, index, kinds, number }, nodes).key);
    const occurrences = longestEqual(all, keys);
    if (occurrences.length < 2) continue;
    taken.fill(1, run.start, end);
    const [first = []] = occurrences;
    const name = `${graph.nodes[first[0] ?? 0]?.opType ?? ''} … ${graph.nodes[first.at(-1) ?? 0]?.opType ?? ''}`;
    blocks.push({ name, size: run.period, occurrences, names: occurrences.map((_, time) => `${name} ${time + 1}`) });
  }
  return blocks.sort((a, b) => b.size * b.occurrences.length - a.size * a.occurrences.length);
}

/** The occurrences whose inner structure is that of most: the first reads something else where the graph begins. */
function longestEqual(all: readonly (readonly number[])[], keys: readonly number[]): readonly (readonly number[])[] {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [-1];
  return all.filter((_, time) => keys[time] === most);
}

function runsOf(sequence: Int32Array): readonly Run[] {
  const runs = commonPeriods(sequence).flatMap((period) => runsWith(sequence, period));
  const covered = ({ period, times }: Run) => period * (times - 1);
  return runs.sort((a, b) => covered(b) - covered(a) || a.period - b.period);
}

function commonPeriods(sequence: Int32Array): readonly number[] {
  const last = new Map<number, number>();
  const counts = new Map<number, number>();
  sequence.forEach((kind, place) => {
    const before = last.get(kind);
    if (before !== undefined) counts.set(place - before, (counts.get(place - before) ?? 0) + 1);
    last.set(kind, place);
  });
  return [...counts]
    .filter(([period, count]) => period >= fewestNodes && count >= 2)
    .sort(([p, a], [q, b]) => b - a || p - q)
    .slice(0, mostPeriods)
    .map(([period]) => period);
}

function runsWith(sequence: Int32Array, period: number): readonly Run[] {
  const runs: Run[] = [];
  let equal = 0;
  for (let place = period; place <= sequence.length; place++) {
    if (place < sequence.length && sequence[place] === sequence[place - period]) equal++;
    else {
      const times = Math.floor(equal / period) + 1;
      if (times > 1) runs.push({ start: place - equal - period, period, times });
      equal = 0;
    }
  }
  return runs;
}
