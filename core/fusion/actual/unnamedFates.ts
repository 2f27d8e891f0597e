// What became of nodes that no layer of the engine names.
import { type GraphIndex, nodeName } from '#core/graph/graphIndex.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import type { EngineLayer } from '../inspector/readLayers.ts';
import type { Removal } from '../removal.ts';
import type { NodeFate } from './engineLink.ts';
import { nearestNamed } from './nearestNamed.ts';

export interface UnnamedParts {
  readonly graph: Graph;
  readonly index: GraphIndex;
  readonly layers: readonly EngineLayer[];
  readonly removed: ReadonlyMap<number, Removal>;
  /** By node, the layers that name it. */
  readonly namedIn: readonly (readonly number[])[];
  /** By node, the region that holds it by its span; -1 for none. */
  readonly regions: Int32Array;
}

/** Operators that compute nothing: kernels around them read or write in another order, shape or type instead. */
const moves = new Set([
  'Reshape',
  'Transpose',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Slice',
  'Split',
  'Concat',
  'Expand',
  'Tile',
  'Pad',
  'Gather',
  'DepthToSpace',
  'SpaceToDepth',
  'Identity',
  'Dropout',
  'Cast',
  'Shape',
  'Size',
  'ConstantOfShape',
]);

const weighted = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul']);

/** By node; undefined for nodes that a layer names. */
export function unnamedFates(parts: UnnamedParts): readonly (NodeFate | undefined)[] {
  const { graph, index, layers, removed, namedIn, regions } = parts;
  const byTensor = new Map(
    layers.flatMap(({ outputs }, at) => outputs.map(({ name }) => [name, at] as const)).reverse(),
  );
  const near = nearestNamed(graph, index, namedIn);
  return graph.nodes.map((node, at) => {
    if ((namedIn[at]?.length ?? 0) > 0) return undefined;
    const region = regions[at] ?? -1;
    const writes = node.outputs.map((output) => byTensor.get(output)).find((layer) => layer !== undefined);
    const gone = removed.get(at);
    // A layer that writes its tensor and names no other node is the node itself, whatever could have been folded.
    if (writes !== undefined && (layers[writes]?.nodes.length ?? 0) === 0) return inside(writes);
    if (gone) return { kind: gone.becomes === '' ? 'folded' : 'removed', reason: gone.reason };
    if (region >= 0) return inside(region);
    if (near.isDead(at)) return { kind: 'removed', reason: 'Nothing that the model gives out depends on it.' };
    if (writes !== undefined) return between(node, at, parts, near) ?? inside(writes);
    return between(node, at, parts, near) ?? mergedConstant(node, parts) ?? lost(node);
  });
}

function between(
  node: Node,
  at: number,
  { graph, index, layers, namedIn }: UnnamedParts,
  near: ReturnType<typeof nearestNamed>,
): NodeFate | undefined {
  if (node.opType === 'BatchNormalization') {
    // Folded into the weights before it, whatever computes the nodes behind.
    const producer = index.producer(node.inputs[0] ?? '') ?? -1;
    const [layer] = namedIn[producer] ?? [];
    if (layer !== undefined && weighted.has(graph.nodes[producer]?.opType ?? '')) return inside(layer);
  }
  const before = near.before(at);
  const after = near.after(at);
  const shared = before.filter((layer) => after.includes(layer));
  if (node.opType === 'QuantizeLinear' || node.opType === 'DequantizeLinear') {
    const [side, other] = node.opType === 'QuantizeLinear' ? [before, after] : [after, before];
    const layer = shared[0] ?? side[0] ?? other[0];
    return layer === undefined ? undefined : inside(layer);
  }
  if (moves.has(node.opType)) {
    const neighbour = layers[after[0] ?? before[0] ?? -1];
    const how = neighbour
      ? `${neighbour.name.replaceAll(/\p{Cc}/gu, ' ')} addresses memory accordingly`
      : 'it moves no data';
    return { kind: 'removed', reason: `${node.opType} computes nothing, and no layer is left of it: ${how}.` };
  }
  const candidates = shared.length > 0 ? shared : [...new Set([...before, ...after])];
  const incomplete = candidates.filter((layer) => layers[layer]?.cut);
  const only = candidates.length === 1 ? candidates : incomplete.length === 1 ? incomplete : shared;
  return only[0] === undefined ? undefined : inside(only[0]);
}

const scalings = new Set(['Mul', 'Div', 'Add', 'Sub']);

/** A factor or a summand: two of them in a row become one, and one becomes part of a product's weights. */
function mergedConstant(node: Node, { index, removed }: UnnamedParts): NodeFate | undefined {
  const constant = (value: string) => {
    const producer = index.producer(value);
    return index.initializer(value) !== undefined || (producer !== undefined && removed.get(producer)?.becomes === '');
  };
  if (!scalings.has(node.opType) || node.inputs.filter((value) => !constant(value)).length !== 1) return undefined;
  return { kind: 'removed', reason: `The constant of this ${node.opType} has become part of a neighbour's.` };
}

function inside(layer: number): NodeFate {
  return { kind: 'fused', layers: [layer], evidence: 'inferred' };
}

function lost(node: Node): NodeFate {
  return {
    kind: 'unmapped',
    reason: `No layer names ${nodeName(node)}, and more than one could compute it: build with detailed profiling verbosity to know.`,
  };
}
