// The graph as fusion rules see it: nodes that disappear are transparent, and claimed nodes belong to a group already.
import { type GraphIndex, nodeName } from '#core/graph/graphIndex.ts';
import { intAttribute } from '#core/onnx/attribute.ts';
import type { Dimension, Graph, Node, Shape } from '#core/onnx/model.ts';
import type { FusionTarget } from './target.ts';

export interface FusionView {
  readonly target: FusionTarget;
  /** Whether quantizers are written into the model, which then says itself what is quantized. */
  readonly isExplicit: boolean;
  readonly nodes: readonly Node[];
  /** Order of computation; file order where the graph has a cycle. */
  readonly order: ArrayLike<number>;
  /** The operator; qualified by its domain where that is not the standard one. */
  operator(node: number): string;
  name(node: number): string;
  /** The value that `value` really is, behind removed nodes. */
  source(value: string): string;
  /** The node's input behind removed nodes; '' where absent. */
  input(node: number, place: number): string;
  producer(value: string): number | undefined;
  /** Nodes that read any of the node's outputs, removed ones passed through. */
  readers(node: number): readonly number[];
  /** The one reader of the node's only used output, if that output leaves the graph nowhere else. */
  soleReader(node: number): number | undefined;
  isOutput(node: number): boolean;
  /** Whether the value leaves the graph. */
  givesOut(value: string): boolean;
  /** Whether nothing runs for the node. */
  isFree(node: number): boolean;
  isConstant(value: string): boolean;
  /** Whether the model stores the very value: no node gives it, but a Constant. */
  isStored(value: string): boolean;
  /** Elements of a small constant. */
  values(value: string): readonly number[] | undefined;
  /** The element of a constant that holds exactly one. */
  scalar(value: string): number | undefined;
  shape(value: string): Shape | undefined;
  /** Element type code; 0 where unknown. */
  type(value: string): number;
  attribute(node: number, name: string, fallback: number): number;
  /** Whether a group holds the node already, or nothing runs for it. */
  claimed(node: number): boolean;
  /** The number of the group that holds the node, counted as rules found them. */
  group(node: number): number | undefined;
  /** The kind of a group that a rule has found. */
  groupKind(group: number): string;
}

export interface ViewParts {
  readonly graph: Graph;
  readonly index: GraphIndex;
  readonly constants: ReadonlyMap<string, readonly number[]>;
  readonly shapeOf: (value: string) => Shape | undefined;
  readonly typeOf: (value: string) => number;
  readonly target: FusionTarget;
  /** For each node that disappears, the value its output becomes; '' where it becomes a constant. */
  readonly removed: ReadonlyMap<number, string>;
  /** Filled while rules match. */
  readonly groupOf: ReadonlyMap<number, number>;
  readonly kinds: readonly string[];
}

export function createView({
  graph,
  index,
  constants,
  shapeOf,
  typeOf,
  target,
  removed,
  groupOf,
  kinds,
}: ViewParts): FusionView {
  const { nodes } = graph;
  const source = (value: string): string => {
    for (let at = value; ; ) {
      const producer = index.producer(at);
      const behind = producer === undefined ? undefined : removed.get(producer);
      if (behind === undefined || behind === '') return at;
      at = behind;
    }
  };
  const readersOf = (value: string): number[] =>
    index.consumers(value).flatMap((reader) => {
      if (!removed.has(reader)) return [reader];
      return nodes[reader]?.outputs.flatMap((output) => (removed.get(reader) === value ? readersOf(output) : [])) ?? [];
    });
  const leaves = (value: string): boolean =>
    index.outputs.has(value) ||
    index
      .consumers(value)
      .some((reader) => removed.get(reader) === value && nodes[reader]?.outputs.some(leaves) === true);
  const view: FusionView = {
    target,
    isExplicit: nodes.some(({ opType }) => opType === 'DequantizeLinear'),
    nodes,
    order: index.topologicalOrder ?? Int32Array.from(nodes.keys()),
    operator: (node) => qualified(at(nodes, node)),
    name: (node) => nodeName(at(nodes, node)),
    source,
    input: (node, place) => source(nodes[node]?.inputs[place] ?? ''),
    producer: (value) => index.producer(source(value)),
    readers: (node) => [...new Set(nodes[node]?.outputs.flatMap(readersOf))],
    soleReader(node) {
      const used =
        nodes[node]?.outputs.filter((output) => output !== '' && (leaves(output) || readersOf(output).length > 0)) ??
        [];
      const readers = view.readers(node);
      return used.length === 1 && readers.length === 1 && !view.isOutput(node) ? readers[0] : undefined;
    },
    isOutput: (node) => nodes[node]?.outputs.some(leaves) === true,
    givesOut: leaves,
    isFree: (node) => removed.has(node),
    isConstant(value) {
      const real = source(value);
      if (index.initializer(real)) return true;
      const producer = index.producer(real);
      return producer !== undefined && removed.get(producer) === '';
    },
    isStored(value) {
      const producer = index.producer(value);
      return producer === undefined ? index.initializer(value) !== undefined : nodes[producer]?.opType === 'Constant';
    },
    values: (value) => constants.get(source(value)),
    scalar(value) {
      const values = constants.get(source(value));
      return values?.length === 1 ? values[0] : undefined;
    },
    shape: (value) => shapeOf(value) ?? shapeOf(source(value)) ?? index.initializer(source(value))?.dims,
    type: (value) => typeOf(value) || typeOf(source(value)),
    attribute: (node, name, fallback) => intAttribute(at(nodes, node), name, fallback),
    claimed: (node) => groupOf.has(node) || removed.has(node),
    group: (node) => groupOf.get(node),
    groupKind: (group) => kinds[group] ?? '',
  };
  return view;
}

function qualified(node: Node): string {
  return node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;
}

function at(nodes: readonly Node[], node: number): Node {
  const found = nodes[node];
  if (!found) throw new RangeError(`the graph has ${nodes.length} nodes, so no node ${node}`);
  return found;
}

/** The same known dimensions, element by element; unknown ones are never the same. */
export function sameShape(a: Shape | undefined, b: Shape | undefined): boolean {
  if (!a || !b || a.length !== b.length) return false;
  return a.every((dimension: Dimension, axis) => dimension !== undefined && dimension === b[axis]);
}

/** Elements of a shape, named and unknown dimensions taken as 1. */
export function elementCount(shape: Shape | undefined): number {
  return (
    shape?.reduce<number>((product, dimension) => product * (typeof dimension === 'number' ? dimension : 1), 1) ?? 0
  );
}
