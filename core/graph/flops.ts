// What each node costs: multiply-accumulates, weights and activations, where shapes are known.
import { bitsPerElement, byteLength } from '#core/onnx/dataType.ts';
import type { Graph, Node, Shape } from '#core/onnx/model.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import type { GraphIndex } from './graphIndex.ts';
import { macsOf } from './multiplyAccumulates.ts';
import type { ShapeTable, TensorShape } from './shapes/shapeTable.ts';

export interface NodeCost {
  /**
   * Multiply-accumulates of matrix products and convolutions; for other nodes that compute, the operations on elements
   * (one an output element, or one an input element of a reduction). undefined where shapes are not known.
   */
  readonly macs: number | undefined;
  /** Whether `macs` are multiply-accumulates (2 floating-point operations each) or plain operations (1 each). */
  readonly fused: boolean;
  /** Bytes of the initializers that the node reads. */
  readonly parameterBytes: number;
  /** Bytes of the other inputs, and of the outputs; undefined where a shape is not known. */
  readonly inputBytes: number | undefined;
  readonly outputBytes: number | undefined;
}

export interface GraphCost {
  readonly nodes: readonly NodeCost[];
  /** Over the nodes where it is known. */
  readonly macs: number;
  /** Operations: 2 a multiply-accumulate, 1 otherwise. */
  readonly flops: number;
  /** Of all initializers, each once. */
  readonly parameterBytes: number;
  /** Bytes that all nodes write. */
  readonly activationBytes: number;
  /** Nodes whose cost is not known. */
  readonly unknown: number;
}

/**
 * Costs of one graph's nodes in file order; nodes with bodies count nothing for them. Dynamic dimensions must have been
 * given numbers in shape inference (`dimensions`), or their nodes are unknown.
 */
export function graphCost(graph: Graph, index: GraphIndex, shapes: ShapeTable, path = ''): GraphCost {
  const nodes = graph.nodes.map((node) => nodeCost(node, index, shapes, path));
  const sum = (of: (cost: NodeCost) => number | undefined) => nodes.reduce((total, cost) => total + (of(cost) ?? 0), 0);
  return {
    nodes,
    macs: sum(({ macs, fused }) => (fused ? macs : 0)),
    flops: sum(({ macs, fused }) => (macs ?? 0) * (fused ? 2 : 1)),
    parameterBytes: graph.initializers.reduce((total, tensor) => total + tensorByteLength(tensor), 0),
    activationBytes: sum(({ outputBytes }) => outputBytes),
    unknown: nodes.filter(({ macs }) => macs === undefined).length,
  };
}

/** `graphCost(…).macs` alone, with `pause` awaited again and again. */
export async function graphMacs(graph: Graph, shapes: ShapeTable, pause: () => Promise<void>): Promise<number> {
  let sum = 0;
  for (const [place, node] of graph.nodes.entries()) {
    const { macs, fused } = macsOf(node, (name) => (name === '' ? undefined : numbers(shapes.tensor(name)?.shape)));
    if (fused) sum += macs ?? 0;
    if (place % 1_000 === 0) await pause();
  }
  return sum;
}

export function nodeCost(node: Node, index: GraphIndex, shapes: ShapeTable, path = ''): NodeCost {
  const tensor = (name: string) => (name === '' ? undefined : shapes.tensor(name, path));
  const read = [...new Set(node.inputs)].filter((name) => name !== '');
  const weights = read.flatMap((name) => index.initializer(name) ?? []);
  const activations = read.filter((name) => index.initializer(name) === undefined);
  const { macs, fused } = macsOf(node, (name) => numbers(tensor(name)?.shape));
  return {
    macs,
    fused,
    parameterBytes: weights.reduce((total, weight) => total + tensorByteLength(weight), 0),
    inputBytes: total(activations.map((name) => bytesOf(tensor(name)))),
    outputBytes: total(node.outputs.filter((name) => name !== '').map((name) => bytesOf(tensor(name)))),
  };
}

function numbers(shape: Shape | undefined): readonly number[] | undefined {
  return shape?.every((size) => typeof size === 'number') ? shape : undefined;
}

/** Bytes of a dense tensor; undefined for unknown shapes and for elements without a fixed width. */
export function bytesOf(tensor: TensorShape | undefined): number | undefined {
  const shape = numbers(tensor?.shape);
  if (!tensor || !shape || bitsPerElement(tensor.elementType) === 0) return undefined;
  return byteLength(
    tensor.elementType,
    shape.reduce((count, size) => count * size, 1),
  );
}

function total(parts: readonly (number | undefined)[]): number | undefined {
  return parts.reduce<number | undefined>(
    (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
    0,
  );
}
