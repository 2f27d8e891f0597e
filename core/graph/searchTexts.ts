// The texts that a search looks through: made at once, or in slices between which others get a turn.
import type { Graph, Node } from '#core/onnx/model.ts';
import { nodeName } from './graphIndex.ts';
import { shapeText } from './shapes/broadcast.ts';
import type { ShapeTable } from './shapes/shapeTable.ts';

export interface SearchEntry {
  readonly kind: 'node' | 'operator' | 'tensor';
  readonly node: number;
  readonly label: string;
  readonly detail: string;
  /** The label in small letters. */
  readonly text: string;
}

/** What does not depend on shapes: the names of a graph in small letters, which take most of the time. */
export interface SearchTexts {
  readonly entries: readonly SearchEntry[];
}

/** Attribute names and shapes: one text for many nodes. */
export interface SearchAsides {
  readonly asides: readonly { readonly text: string; readonly shown: string; readonly nodes: readonly number[] }[];
}

/** Nodes or names from one pause to the next. */
const stride = 2_000;

export function searchTexts(graph: Graph): SearchTexts {
  return atOnce(textSteps(graph));
}

/** The same, with `pause` awaited again and again. */
export function searchTextsInSlices(graph: Graph, pause: () => Promise<void>): Promise<SearchTexts> {
  return inSlices(textSteps(graph), pause);
}

export function searchAsides(graph: Graph, shapes?: ShapeTable, path = ''): SearchAsides {
  return atOnce(asideSteps(graph, shapes, path));
}

/** The same, with `pause` awaited again and again. */
export function searchAsidesInSlices(
  graph: Graph,
  shapes: ShapeTable | undefined,
  path: string,
  pause: () => Promise<void>,
): Promise<SearchAsides> {
  return inSlices(asideSteps(graph, shapes, path), pause);
}

function atOnce<Made>(steps: Generator<void, Made>): Made {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

async function inSlices<Made>(steps: Generator<void, Made>, pause: () => Promise<void>): Promise<Made> {
  let step = steps.next();
  for (; !step.done; step = steps.next()) await pause();
  return step.value;
}

function* textSteps(graph: Graph): Generator<void, SearchTexts> {
  const entries = operatorEntries(graph);
  yield;
  for (const more of [nodeEntries(graph), tensorEntries(graph)]) {
    for (const entry of more) {
      entries.push(entry);
      if (entries.length % stride === 0) yield;
    }
  }
  return { entries };
}

function* asideSteps(graph: Graph, shapes: ShapeTable | undefined, path: string): Generator<void, SearchAsides> {
  const nodes = new Map<string, number[]>();
  const add = (shown: string, at: number) => {
    const list = nodes.get(shown);
    if (!list) nodes.set(shown, [at]);
    else if (list.at(-1) !== at) list.push(at);
  };
  for (const [at, node] of graph.nodes.entries()) {
    for (const { name } of node.attributes) add(name, at);
    for (const output of shapes ? node.outputs : []) {
      const shape = shapes?.tensor(output, path)?.shape;
      if (shape) add(shapeText(shape), at);
    }
    if (at % stride === stride - 1) yield;
  }
  return { asides: Array.from(nodes, ([shown, list]) => ({ text: shown.toLowerCase(), shown, nodes: list })) };
}

function entry(kind: SearchEntry['kind'], node: number, label: string, detail: string): SearchEntry {
  return { kind, node, label, detail, text: label.toLowerCase() };
}

function operatorEntries(graph: Graph): SearchEntry[] {
  const first = new Map<string, number>();
  const count = new Map<string, number>();
  graph.nodes.forEach(({ opType }, at) => {
    if (!first.has(opType)) first.set(opType, at);
    count.set(opType, (count.get(opType) ?? 0) + 1);
  });
  return [...first].map(([opType, at]) => entry('operator', at, opType, `${count.get(opType)}`));
}

function* nodeEntries({ nodes }: Graph): Generator<SearchEntry> {
  for (const [at, node] of nodes.entries()) yield entry('node', at, nodeName(node), node.opType);
}

function* tensorEntries({ nodes }: Graph): Generator<SearchEntry> {
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
