// One graph as columns: who produces a value, who reads it, and an order in which the nodes can run.
import type { Attribute, Graph, Node, Tensor, ValueInfo } from '#core/onnx/model.ts';
import { type Edges, orderNodes } from './topologicalOrder.ts';

export interface GraphIndex {
  /** What a caller must feed: the graph's inputs without those that an initializer already fills. */
  readonly inputs: readonly ValueInfo[];
  /** The names of the graph's outputs. */
  readonly outputs: ReadonlySet<string>;
  initializer(value: string): Tensor | undefined;
  /** The index of the node that writes the value; undefined for inputs, initializers and unknown names. */
  producer(value: string): number | undefined;
  /** The nodes that read the value, each once, in file order, those that read it inside a subgraph included. */
  consumers(value: string): readonly number[];
  /** The nodes whose outputs the node reads, each once. */
  predecessors(node: number): Int32Array;
  /** The nodes that read one of the node's outputs, each once, in file order. */
  successors(node: number): Int32Array;
  /** The names that nodes read and neither a node nor an initializer gives, each once, in file order. */
  readonly unproduced: readonly string[];
  /** The producers of what the node reads, in the order of `valuesRead`; -1 where there is none. */
  producersRead(node: number): Int32Array;
  /** Every node after those it reads from, in file order where there is a choice; undefined when there is a cycle. */
  readonly topologicalOrder: Int32Array | undefined;
  /** The nodes of one cycle, each feeding the next and the last the first; undefined when there is none. */
  readonly cycle: readonly number[] | undefined;
}

/** The node's name, or `node_of_<first output>` for a node without one: the one rule by which Lathe names nodes. */
export function nodeName(node: Node): string {
  if (node.name !== '') return node.name;
  return `node_of_${node.outputs.find((output) => output !== '') ?? ''}`;
}

/** The graphs that an attribute carries: the bodies of If, Loop and Scan. */
export function attributeGraphs(attribute: Attribute): readonly Graph[] {
  if (attribute.type === 'graph') return [attribute.value];
  return attribute.type === 'graphs' ? attribute.value : [];
}

/** Names that a node's subgraphs, at any depth, take from the graphs around them. */
export function capturedValues(node: Node): ReadonlySet<string> {
  const captured = new Set<string>();
  const bodies = node.attributes.flatMap(attributeGraphs).map((graph) => ({ graph, outer: new Set<string>() }));
  for (let body = bodies.pop(); body; body = bodies.pop()) {
    const { graph, outer } = body;
    const own = new Set(outer);
    for (const { name } of [...graph.inputs, ...graph.initializers]) own.add(name);
    for (const { values } of graph.sparseInitializers) own.add(values.name);
    for (const { outputs } of graph.nodes) for (const output of outputs) own.add(output);
    const read = (name: string) => name !== '' && !own.has(name) && captured.add(name);
    for (const inner of graph.nodes) {
      inner.inputs.forEach(read);
      for (const next of inner.attributes.flatMap(attributeGraphs)) bodies.push({ graph: next, outer: own });
    }
    for (const { name } of graph.outputs) read(name);
  }
  return captured;
}

/** What a node reads, each value once, its bodies included. */
export function valuesRead(node: Node): readonly string[] {
  const { inputs, attributes } = node;
  const hasBodies = attributes.some(({ type }) => type === 'graph' || type === 'graphs');
  // Nearly all nodes read a few values, each once: a set for each of them would be what takes most time.
  if (!hasBodies && inputs.length <= 8) {
    if (areDifferent(inputs)) return inputs;
    return inputs.filter((name, place) => name !== '' && inputs.indexOf(name) === place);
  }
  const names = new Set(inputs);
  if (hasBodies) for (const name of capturedValues(node)) names.add(name);
  names.delete('');
  return [...names];
}

/** Whether no name is empty or stands twice. */
function areDifferent(names: readonly string[]): boolean {
  for (let place = 0; place < names.length; place++) {
    const name = names[place];
    if (name === '') return false;
    for (let before = 0; before < place; before++) if (names[before] === name) return false;
  }
  return true;
}

/**
 * Indexes one graph in time and memory linear in its edges. A value with several producers belongs to the first;
 * reads of names that nobody produces are no edges (`core/graph/check` reports both).
 */
export function indexGraph(graph: Graph): GraphIndex {
  const initializers = new Map<string, Tensor>();
  for (const tensor of graph.initializers) if (!initializers.has(tensor.name)) initializers.set(tensor.name, tensor);
  const sparse = new Set(graph.sparseInitializers.map(({ values }) => values.name));
  const isFilled = (name: string) => initializers.has(name) || sparse.has(name);
  const producers = new Map<string, number>();
  graph.nodes.forEach((node, index) => {
    for (const output of node.outputs) if (output !== '' && !producers.has(output)) producers.set(output, index);
  });
  const before: number[] = [];
  const made: number[] = [];
  const unproduced = new Set<string>();
  const readStarts = new Int32Array(graph.nodes.length + 1);
  const seenBy = new Int32Array(graph.nodes.length).fill(-1);
  const starts = new Int32Array(graph.nodes.length + 1);
  graph.nodes.forEach((node, index) => {
    for (const name of valuesRead(node)) {
      const from = producers.get(name);
      made.push(from ?? -1);
      if (from === undefined) {
        if (!isFilled(name)) unproduced.add(name);
        continue;
      }
      if (seenBy[from] === index) continue;
      seenBy[from] = index;
      before.push(from);
    }
    starts[index + 1] = before.length;
    readStarts[index + 1] = made.length;
  });
  const producersRead = Int32Array.from(made);
  const incoming = { starts, nodes: Int32Array.from(before) };
  const outgoing = reverse(incoming);
  const { order, cycle } = orderNodes(incoming, outgoing);
  let readers: ReadonlyMap<string, readonly number[]> | undefined;
  return {
    inputs: graph.inputs.filter(({ name }) => !isFilled(name)),
    outputs: new Set(graph.outputs.map(({ name }) => name)),
    initializer: (value) => initializers.get(value),
    producer: (value) => producers.get(value),
    consumers(value) {
      // Made when first asked for: a graph is drawn before anybody asks.
      readers ??= readersOf(graph);
      return readers.get(value) ?? [];
    },
    predecessors: (node) => edgesOf(incoming, node),
    successors: (node) => edgesOf(outgoing, node),
    unproduced: [...unproduced],
    producersRead: (node) => edgesOf({ starts: readStarts, nodes: producersRead }, node),
    topologicalOrder: order,
    cycle,
  };
}

function readersOf(graph: Graph): ReadonlyMap<string, readonly number[]> {
  const readers = new Map<string, number[]>();
  graph.nodes.forEach((node, index) => {
    for (const name of valuesRead(node)) {
      const list = readers.get(name);
      if (list) list.push(index);
      else readers.set(name, [index]);
    }
  });
  return readers;
}

function edgesOf({ starts, nodes }: Edges, node: number): Int32Array {
  return nodes.subarray(starts[node], starts[node + 1]);
}

function reverse(edges: Edges): Edges {
  const count = edges.starts.length - 1;
  const starts = new Int32Array(count + 1);
  for (const from of edges.nodes) starts[from + 1] = (starts[from + 1] ?? 0) + 1;
  for (let node = 0; node < count; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const next = starts.slice();
  const nodes = new Int32Array(edges.nodes.length);
  for (let node = 0; node < count; node++) {
    for (const from of edgesOf(edges, node)) {
      const place = next[from] ?? 0;
      nodes[place] = node;
      next[from] = place + 1;
    }
  }
  return { starts, nodes };
}
