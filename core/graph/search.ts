// Finding nodes, operators and tensors by what a person types.
import type { Graph, Node } from '#core/onnx/model.ts';
import { nodeName } from './graphIndex.ts';
import { type Query, queryOf, rankMatch } from './searchRank.ts';
import { shapeText } from './shapes/broadcast.ts';
import type { ShapeTable } from './shapes/shapeTable.ts';
import { smallest } from './smallest.ts';

export interface SearchHit {
  readonly kind: 'node' | 'operator' | 'tensor';
  /** The node; for an operator the first of its nodes, for a tensor its producer, or the first that reads it. */
  readonly node: number;
  readonly label: string;
  /** The node's name where the label is another one's, the operator where it is the name; '' for operators. */
  readonly detail: string;
  /** The part of the label that matched: [start, end). [0, 0] where what matched is not in the label. */
  readonly match: readonly [start: number, end: number];
  /** What matched, where it is not the label: an attribute's name or a shape. */
  readonly through: string | undefined;
}

/** Best first: whole words, beginnings, beginnings of a word inside, any place; then the shorter, then the earlier. */
export type Search = (query: string, limit: number) => readonly SearchHit[];

interface Entry {
  readonly kind: SearchHit['kind'];
  readonly node: number;
  readonly label: string;
  readonly detail: string;
  /** The label in small letters. */
  readonly text: string;
}

/** Attribute names and shapes: one text for many nodes. */
interface Aside {
  readonly text: string;
  readonly shown: string;
  readonly nodes: readonly number[];
}

// Matches beside the label come after all matches in a label.
const asidePenalty = 8;

/**
 * Builds the index of one graph, once; a search then takes time linear in the texts. Capitals do not count, and each
 * word of a query must match. Shapes are found as they are shown, such as `[1, 64, 56, 56]` or `64, 56`.
 */
export function buildSearch(graph: Graph, shapes?: ShapeTable, path = '', texts = searchTexts(graph)): Search {
  const { entries } = texts;
  const asides = asidesOf(graph, shapes, path);
  return (query, limit) => {
    const wanted = queryOf(query);
    if (wanted.text === '' || limit <= 0) return [];
    const found = smallest(limit);
    entries.forEach(({ text, kind, label }, turn) => {
      const ranked = rankMatch(label, text, wanted);
      if (!ranked) return;
      const score = ranked.rank * 1e6 + (kind === 'operator' ? 0 : 1e5) + Math.min(text.length, 99_999);
      found.offer(score * mostTurns + turn);
    });
    const beside: (() => SearchHit)[] = [];
    for (const { text, shown, nodes } of asides) {
      const ranked = rankMatch(shown, text, wanted);
      if (!ranked) continue;
      const score = (ranked.rank + asidePenalty) * 1e6 + text.length;
      for (const node of nodes.slice(0, limit)) {
        const key = score * mostTurns + entries.length + beside.length;
        if (!found.wants(key)) break;
        found.offer(key);
        beside.push(() => hitBeside(graph, node, shown));
      }
    }
    return Array.from(found.sorted(), (key) => {
      const turn = key % mostTurns;
      const entry = entries[turn];
      return entry ? hitOf(entry, wanted) : (beside[turn - entries.length] as () => SearchHit)();
    });
  };
}

/** What does not depend on shapes: the names of a graph in small letters, which take most of the time. */
export interface SearchTexts {
  readonly entries: readonly Entry[];
}

export function searchTexts(graph: Graph): SearchTexts {
  const entries = [...operatorEntries(graph), ...nodeEntries(graph)];
  for (const entry of tensorEntries(graph)) entries.push(entry);
  return { entries };
}

/** The same, with `pause` awaited every few milliseconds. */
export async function searchTextsInSlices(graph: Graph, pause: () => Promise<void>): Promise<SearchTexts> {
  const entries = operatorEntries(graph);
  await pause();
  for (const more of [nodeEntries(graph), tensorEntries(graph)]) {
    let turn = 0;
    for (const entry of more) {
      entries.push(entry);
      if (++turn % stride === 0) await pause();
    }
  }
  return { entries };
}

const stride = 2_000;

/** A score and the turn of what has it make one number, so that equal scores keep their order; exact up to 2⁵³. */
const mostTurns = 2 ** 24;

function hitOf({ kind, node, label, detail, text }: Entry, wanted: Query): SearchHit {
  const match = rankMatch(label, text, wanted)?.match ?? [0, 0];
  return { kind, node, label, detail, match, through: undefined };
}

function hitBeside(graph: Graph, node: number, through: string): SearchHit {
  const found = graph.nodes[node];
  const label = found ? nodeName(found) : '';
  return { kind: 'node', node, label, detail: found?.opType ?? '', match: [0, 0], through };
}

function entry(kind: SearchHit['kind'], node: number, label: string, detail: string): Entry {
  return { kind, node, label, detail, text: label.toLowerCase() };
}

function operatorEntries(graph: Graph): Entry[] {
  const first = new Map<string, number>();
  const count = new Map<string, number>();
  graph.nodes.forEach(({ opType }, at) => {
    if (!first.has(opType)) first.set(opType, at);
    count.set(opType, (count.get(opType) ?? 0) + 1);
  });
  return [...first].map(([opType, at]) => entry('operator', at, opType, `${count.get(opType)}`));
}

function* nodeEntries({ nodes }: Graph): Generator<Entry> {
  for (const [at, node] of nodes.entries()) yield entry('node', at, nodeName(node), node.opType);
}

function* tensorEntries({ nodes }: Graph): Generator<Entry> {
  const seen = new Set<string>(['']);
  for (const names of [(node: Node) => node.outputs, (node: Node) => node.inputs]) {
    for (const [at, node] of nodes.entries()) {
      for (const name of names(node)) {
        if (seen.has(name)) continue;
        seen.add(name);
        yield entry('tensor', at, name, nodeName(node));
      }
    }
  }
}

function asidesOf(graph: Graph, shapes: ShapeTable | undefined, path: string): readonly Aside[] {
  const nodes = new Map<string, number[]>();
  const add = (shown: string, at: number) => {
    const list = nodes.get(shown);
    if (!list) nodes.set(shown, [at]);
    else if (list.at(-1) !== at) list.push(at);
  };
  graph.nodes.forEach((node, at) => {
    for (const { name } of node.attributes) add(name, at);
    for (const output of shapes ? node.outputs : []) {
      const shape = shapes?.tensor(output, path)?.shape;
      if (shape) add(shapeText(shape), at);
    }
  });
  return [...nodes].map(([shown, list]) => ({ text: shown.toLowerCase(), shown, nodes: list }));
}
