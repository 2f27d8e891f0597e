// What of a graph becomes a card: operators, inputs and outputs; constants are told on the card that reads them.
import { type GraphIndex, valuesRead } from '#core/graph/graphIndex.ts';
import type { Graph, Node, Tensor } from '#core/onnx/model.ts';
import { itemKinds } from '../scene.ts';

export interface Items {
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly refs: Int32Array;
  readonly itemOf: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly ports: Int32Array;
  /** The inputs of the graph, and after them the values that a body takes from the graphs around it. */
  readonly inputs: readonly string[];
  /** The item of each of them. */
  readonly inputItem: ReadonlyMap<string, number>;
  readonly folded: Uint8Array;
  constant(value: string): Constant | undefined;
}

/** A value that is fixed in the file: an initializer, or what a Constant node holds. */
export type Constant =
  | { readonly kind: 'tensor'; readonly tensor: Tensor }
  /** A Constant node with another attribute than `value`, or an initializer of a kind that is only named. */
  | { readonly kind: 'attribute'; readonly node: Node }
  | { readonly kind: 'sparse'; readonly dims: readonly number[] };

const [operator, input, output] = itemKinds.map((_, place) => place);

export function graphItems(graph: Graph, index: GraphIndex): Items {
  const { constantNamed, folded } = foldConstants(graph, index);
  const kinds: number[] = [];
  const refs: number[] = [];
  const add = (kind: number | undefined, ref: number) => {
    refs.push(ref);
    return kinds.push(kind ?? 0) - 1;
  };
  const inputs = [...index.inputs.map(({ name }) => name), ...outerValues(graph, index)];
  const inputItem = new Map(inputs.map((name, place) => [name, add(input, place)]));
  const itemOf = new Int32Array(graph.nodes.length).fill(-1);
  graph.nodes.forEach((_, node) => {
    if (!folded[node]) itemOf[node] = add(operator, node);
  });
  const outputs = graph.outputs.map((_, place) => add(output, place));

  const from: number[] = [];
  const to: number[] = [];
  const ports: number[] = [];
  const link = (value: string, producer: number | undefined, target: number) => {
    if (producer !== undefined && folded[producer]) {
      if (itemOf[producer] === -1) itemOf[producer] = target;
      return;
    }
    const source = producer === undefined ? inputItem.get(value) : itemOf[producer];
    if (source === undefined || source === -1) return;
    from.push(source);
    to.push(target);
    ports.push(producer === undefined ? 0 : (graph.nodes[producer]?.outputs.indexOf(value) ?? 0));
  };
  graph.nodes.forEach((node, place) => {
    if (folded[place]) return;
    const producers = index.producersRead(place);
    valuesRead(node).forEach((value, read) => {
      const producer = producers[read] ?? -1;
      link(value, producer === -1 ? undefined : producer, itemOf[place] ?? 0);
    });
  });
  for (const [place, { name }] of graph.outputs.entries()) link(name, index.producer(name), outputs[place] ?? 0);
  followFolds(index, folded, itemOf);
  return {
    count: kinds.length,
    kinds: Uint8Array.from(kinds),
    refs: Int32Array.from(refs),
    itemOf,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    ports: Int32Array.from(ports),
    inputs,
    inputItem,
    folded,
    constant: constantNamed,
  };
}

/** Constant nodes, and Identity nodes that only rename a constant, unless the graph gives their value out. */
function foldConstants(graph: Graph, index: GraphIndex) {
  const constants = new Map<string, Constant>();
  const folded = new Uint8Array(graph.nodes.length);
  const constantNamed = (value: string): Constant | undefined => {
    const known = constants.get(value);
    if (known) return known;
    const tensor = index.initializer(value);
    return tensor && { kind: 'tensor', tensor };
  };
  for (const { values, dims } of graph.sparseInitializers) constants.set(values.name, { kind: 'sparse', dims });
  const order = index.topologicalOrder ?? graph.nodes.keys();
  for (const place of order) {
    const node = graph.nodes[place];
    const value = node?.outputs[0];
    if (!node || !value || node.domain !== '' || index.outputs.has(value)) continue;
    const held =
      node.opType === 'Constant'
        ? constantOf(node)
        : node.opType === 'Identity'
          ? constantNamed(node.inputs[0] ?? '')
          : undefined;
    if (!held || index.consumers(value).length === 0) continue;
    // One constant under two names is one object.
    if (node.opType === 'Identity') constants.set(node.inputs[0] ?? '', held);
    constants.set(value, held);
    folded[place] = 1;
  }
  return { constantNamed, folded };
}

function constantOf(node: Node): Constant {
  const tensor = node.attributes.find(({ type }) => type === 'tensor');
  return tensor?.type === 'tensor' ? { kind: 'tensor', tensor: tensor.value } : { kind: 'attribute', node };
}

/** A constant read only by another folded node is shown where that one is. */
function followFolds(index: GraphIndex, folded: Uint8Array, itemOf: Int32Array): void {
  const order = index.topologicalOrder ?? [];
  for (let place = order.length - 1; place >= 0; place--) {
    const node = order[place] ?? 0;
    if (!folded[node] || itemOf[node] !== -1) continue;
    const [reader] = index.successors(node);
    if (reader !== undefined) itemOf[node] = itemOf[reader] ?? -1;
  }
}

/** Values that nodes read and nothing in the graph makes: what a body takes from outside. */
function outerValues(graph: Graph, index: GraphIndex): readonly string[] {
  const own = new Set(graph.inputs.map(({ name }) => name));
  for (const { values } of graph.sparseInitializers) own.add(values.name);
  const outer = new Set<string>();
  const read = (value: string) => {
    if (value === '' || index.producer(value) !== undefined) return;
    if (!own.has(value) && index.initializer(value) === undefined) outer.add(value);
  };
  index.unproduced.forEach(read);
  for (const { name } of graph.outputs) read(name);
  return [...outer];
}
