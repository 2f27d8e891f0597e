// Nodes that no kernel runs for: constants and what can be computed from them, and operators that change nothing.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import { intAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import type { Graph, Node, Shape } from '#core/onnx/model.ts';
import { random, repeatedNodes } from './repeated.ts';
import { sameShape } from './view.ts';

export interface Removal {
  readonly reason: string;
  /** The value that the node's output becomes; '' for a constant. */
  readonly becomes: string;
}

/** Kept though constant: the pattern of a quantized kernel ends in them. */
const quantization = new Set(['DequantizeLinear', 'DynamicQuantizeLinear']);

/** In what runtimes differ. */
export interface RuntimeRemovals {
  /** Nodes that are computed at run time even from constants. */
  readonly kept?: (node: Node, shapeOf: (value: string) => Shape | undefined) => boolean;
  /** Values of small constants, where sums with zero and products with one disappear. */
  readonly constants?: ReadonlyMap<string, readonly number[]>;
}

/**
 * Which nodes disappear before kernels are chosen. Both runtimes fold what depends on constants alone and drop
 * Identity, inference Dropout, casts to the same type, transposes that move nothing and repetitions (onnxruntime level 1;
 * TensorRT's parser and its no-op shuffle removal).
 */
export function removals(
  graph: Graph,
  index: GraphIndex,
  shapeOf: (value: string) => Shape | undefined,
  typeOf: (value: string) => number,
  runtime: RuntimeRemovals = {},
): ReadonlyMap<number, Removal> {
  const found = new Map<number, Removal>();
  const constant = (value: string) => {
    if (value === '' || index.initializer(value)) return true;
    const producer = index.producer(value);
    return producer !== undefined && found.get(producer)?.becomes === '';
  };
  const repeats = repeatedNodes(graph, index, runtime.constants);
  for (const at of index.topologicalOrder ?? graph.nodes.keys()) {
    const node = graph.nodes[at];
    if (node?.domain !== '') continue;
    const foldable = runtime.kept?.(node, shapeOf) === true ? undefined : folded(node, constant, shapeOf);
    const removal =
      foldable ??
      neutral(node, shapeOf, runtime) ??
      unchanged(node, index, typeOf) ??
      expanded(node, shapeOf, runtime) ??
      cancelled(node, graph, index) ??
      repeated(node, index, graph.nodes[repeats.get(at) ?? -1]);
    if (removal) found.set(at, removal);
  }
  return found;
}

function folded(
  node: Node,
  constant: (value: string) => boolean,
  shapeOf: (value: string) => Shape | undefined,
): Removal | undefined {
  if (node.opType === 'Constant')
    return { becomes: '', reason: 'A constant is stored with the weights; nothing runs for it.' };
  if (node.attributes.some((attribute) => attribute.type === 'graph') || random.has(node.opType)) return undefined;
  if (
    (node.opType === 'Shape' || node.opType === 'Size') &&
    shapeOf(node.inputs[0] ?? '')?.every((size) => typeof size === 'number')
  ) {
    return {
      becomes: '',
      reason: `The shape of ${node.inputs[0]} is known, so ${node.opType} is folded into a constant.`,
    };
  }
  if (quantization.has(node.opType) || node.inputs.length === 0 || !node.inputs.every(constant)) return undefined;
  return { becomes: '', reason: `${node.opType} depends on constants alone and is computed once, at build time.` };
}

const neutralElements: Readonly<Record<string, number>> = { Add: 0, Sub: 0, Mul: 1, Div: 1 };

function neutral(
  node: Node,
  shapeOf: (value: string) => Shape | undefined,
  { constants }: RuntimeRemovals,
): Removal | undefined {
  const other = constants && unchangedInput(node, constants);
  if (other === undefined || !sameShape(shapeOf(other), shapeOf(node.outputs[0] ?? ''))) return undefined;
  return { becomes: other, reason: `${node.opType} with ${neutralElements[node.opType]} changes nothing.` };
}

/** The input that a sum with zero or a product with one gives back, unless the constant has a larger shape. */
export function unchangedInput(node: Node, constants: ReadonlyMap<string, readonly number[]>): string | undefined {
  const element = neutralElements[node.opType];
  if (element === undefined) return undefined;
  const side = (node.opType === 'Add' || node.opType === 'Mul' ? [0, 1] : [1]).find((place) => {
    const values = constants.get(node.inputs[place] ?? '');
    return values?.length === 1 && values[0] === element;
  });
  return side === undefined ? undefined : node.inputs[1 - side];
}

function unchanged(node: Node, index: GraphIndex, typeOf: (value: string) => number): Removal | undefined {
  const [input = '', output = ''] = [node.inputs[0], node.outputs[0]];
  if (node.outputs.slice(1).some((extra) => extra !== '' && index.consumers(extra).length > 0)) return undefined;
  switch (node.opType) {
    case 'Identity':
      return { becomes: input, reason: 'Identity copies its input unchanged.' };
    case 'Dropout':
      // An output cannot be renamed to another value's name, so onnxruntime keeps a Dropout that ends the graph.
      if (index.outputs.has(output)) return undefined;
      return { becomes: input, reason: 'Dropout does nothing at inference.' };
    case 'Cast':
      if (typeOf(input) === 0 || typeOf(input) !== intAttribute(node, 'to', -1)) return undefined;
      return { becomes: input, reason: 'Cast to the type that the value has already.' };
    case 'Transpose': {
      const order = intsAttribute(node, 'perm', undefined);
      return order?.every((axis, place) => axis === place)
        ? { becomes: input, reason: 'Transpose leaves every axis in place.' }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** onnxruntime's ExpandElimination: the shape asked for is the one that the value has. */
function expanded(
  node: Node,
  shapeOf: (value: string) => Shape | undefined,
  { constants }: RuntimeRemovals,
): Removal | undefined {
  const becomes = node.inputs[0] ?? '';
  if (node.opType !== 'Expand' || constants === undefined) return undefined;
  if (!sameShape(shapeOf(becomes), shapeOf(node.outputs[0] ?? ''))) return undefined;
  return { becomes, reason: 'Expand to the shape that the value has already.' };
}

/** The same operator on the same values, computed before. */
function repeated(node: Node, index: GraphIndex, first: Node | undefined): Removal | undefined {
  if (!first || index.outputs.has(node.outputs[0] ?? '')) return undefined;
  const name = first.name || `the first ${node.opType}`;
  return { becomes: first.outputs[0] ?? '', reason: `${node.opType} computes what ${name} has computed already.` };
}

function cancelled(node: Node, graph: Graph, index: GraphIndex): Removal | undefined {
  const producer = index.producer(node.inputs[0] ?? '');
  const before = producer === undefined ? undefined : graph.nodes[producer];
  if (node.opType !== 'Transpose' || before?.opType !== 'Transpose' || before.domain !== '') return undefined;
  const first = intsAttribute(before, 'perm', undefined);
  const second = intsAttribute(node, 'perm', undefined);
  if (!first || !second?.every((axis, place) => first[axis] === place)) return undefined;
  return { becomes: before.inputs[0] ?? '', reason: `Transpose undoes ${before.name || 'the Transpose'} before it.` };
}
