// Quantizers that TensorRT moves until they meet others and disappear.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { Removal } from '../removal.ts';

/** Operators that give the same result before or after a symmetric scale. */
export const commuting: ReadonlySet<string> = new Set([
  'Relu',
  'MaxPool',
  'GlobalMaxPool',
  'Reshape',
  'Transpose',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Slice',
]);

/**
 * A pair of Quantize- and DequantizeLinear before a commuting operator whose result is quantized again: the
 * dequantizer moves forward, meets that quantizer, and the pair is erased (developer guide, Q/DQ propagation).
 */
export function erasedPairs(graph: Graph, index: GraphIndex): ReadonlyMap<number, Removal> {
  const found = new Map<number, Removal>();
  const only = (value: string): number | undefined => {
    const readers = index.consumers(value);
    return readers.length === 1 && !index.outputs.has(value) ? readers[0] : undefined;
  };
  for (const [at, node] of graph.nodes.entries()) {
    if (node.opType !== 'QuantizeLinear' || index.initializer(node.inputs[0] ?? '')) continue;
    const dequantizer = only(node.outputs[0] ?? '');
    const pair = dequantizer === undefined ? undefined : graph.nodes[dequantizer];
    if (dequantizer === undefined || pair?.opType !== 'DequantizeLinear') continue;
    const reader = graph.nodes[only(pair.outputs[0] ?? '') ?? -1];
    if (!reader || !commuting.has(reader.opType)) continue;
    const next = index.consumers(reader.outputs[0] ?? '').map((place) => graph.nodes[place]?.opType);
    if (next.length === 0 || next.some((opType) => opType !== 'QuantizeLinear')) continue;
    const reason = `It commutes with ${reader.opType}, behind which the value is quantized again, so the pair is erased.`;
    found.set(at, { becomes: node.inputs[0] ?? '', reason });
    found.set(dequantizer, { becomes: pair.inputs[0] ?? '', reason });
  }
  return found;
}
