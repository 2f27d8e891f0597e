// The layers of an ONNX Runtime engine: each node of its optimized graph, with the model's nodes that it computes.
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import type { EngineLayer } from '../inspector/readLayers.ts';
import { originalValues } from './originalValues.ts';

/** Operators that the optimizer puts in to change layout or rank. */
const reorders = new Set(['ReorderInput', 'ReorderOutput', 'Reshape', 'Transpose']);

/**
 * An optimized node computes what leads from the values it reads to the value it writes in the model's own graph:
 * backwards from its result, up to values that other optimized nodes write. Linear in both graphs.
 */
export function onnxruntimeLayers(model: Graph, optimized: Graph): readonly EngineLayer[] {
  const index = indexGraph(model);
  const original = originalValues(model, index, optimized);
  const written = new Set(original.values());
  const names = model.nodes.map(nodeName);
  return optimized.nodes.map((node, place) => {
    const roots = node.outputs.flatMap((output) => original.get(output) ?? []);
    const inputs = new Set(node.inputs.map((input) => original.get(input) ?? input));
    // A reorder writes the value that it reads, in another layout: it computes no node.
    const computes = roots.filter((root) => !(reorders.has(node.opType) && inputs.has(root)));
    const found = new Set<number>();
    const waiting = computes.map((root) => index.producer(root));
    for (let at = waiting.pop(); waiting.length > 0 || at !== undefined; at = waiting.pop()) {
      if (at === undefined || found.has(at)) continue;
      found.add(at);
      for (const input of model.nodes[at]?.inputs ?? []) if (!written.has(input)) waiting.push(index.producer(input));
    }
    const order = [...found].sort((a, b) => a - b);
    return layer(
      node,
      place,
      order.map((at) => names[at] ?? ''),
      optimized,
    );
  });
}

function layer(node: Node, place: number, nodes: readonly string[], graph: Graph): EngineLayer {
  const tensor = (name: string) => {
    const type =
      graph.values.find((value) => value.name === name)?.type ??
      graph.outputs.find((value) => value.name === name)?.type;
    const known = type?.kind === 'tensor' ? type : undefined;
    return {
      name,
      dims: known?.shape?.map((size) => (typeof size === 'number' ? size : -1)) ?? [],
      type: known ? words(known.elementType) : '',
      format: node.domain === 'com.microsoft.nchwc' ? 'NCHWc' : '',
    };
  };
  const present = (names: readonly string[]) => names.filter((name) => name !== '').map(tensor);
  return {
    // ONNX Runtime's profiler calls a node without a name by its operator and its place.
    name: node.name === '' ? `${node.opType}_${place}` : node.name,
    kind: node.opType,
    inputs: present(node.inputs),
    outputs: present(node.outputs),
    nodes,
    namedBy: 'structure',
    cut: false,
    tactic: '',
    origin: node.opType.startsWith('Reorder') ? 'REFORMAT' : '',
    stream: 0,
  };
}

function words(elementType: number): string {
  return dataTypeName(elementType)
    .toUpperCase()
    .replace('FLOAT16', 'FP16')
    .replace('FLOAT', 'FP32')
    .replace('FP3216', 'BF16');
}
