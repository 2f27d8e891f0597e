// QuantizeLinear and DequantizeLinear among values of 16 bits: which of their sides is how wide.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import type { Graph, Node } from '#core/onnx/model.ts';

/**
 * `narrow`: Q and DQ read and write 16 bits, as a strongly typed network has them. `wide`: they and the operators between
 * them stay in FP32, where alone ONNX Runtime replaces them by 8-bit kernels.
 */
export type QuantizedForm = 'narrow' | 'wide';

/** The opset in which QuantizeLinear and DequantizeLinear take scales of 16 bits. */
export const narrowScalesOpset = 19;

export function isQuantize({ opType, domain }: Node): boolean {
  return opType === 'QuantizeLinear' && domain === '';
}

export function isDequantize({ opType, domain }: Node): boolean {
  return opType === 'DequantizeLinear' && domain === '';
}

/** Whether a node reads dequantized values or writes what is quantized: a part of an 8-bit kernel. */
export function touchesCodes(node: Node, graph: Graph, index: GraphIndex): boolean {
  const at = (place: number | undefined) => graph.nodes[place ?? -1];
  const reads = node.inputs.some((input) => {
    const producer = at(index.producer(input));
    return producer !== undefined && isDequantize(producer);
  });
  if (reads) return true;
  return node.outputs.some((output) =>
    index.consumers(output).some((place) => {
      const reader = at(place);
      return reader !== undefined && isQuantize(reader);
    }),
  );
}

type Observed = ReadonlyMap<string, { readonly min: number; readonly max: number }>;

/** Ranges with those of dequantized values, in bodies too, which are the ranges of what was quantized. */
export function throughCodes({ nodes }: Pick<Graph, 'nodes'>, ranges: Observed): Observed {
  const sources = new Map(
    nodes.filter(isQuantize).map(({ inputs, outputs }) => [outputs[0] ?? '', inputs[0] ?? ''] as const),
  );
  let found = new Map(ranges);
  for (const { inputs, outputs } of nodes.filter(isDequantize)) {
    const range = ranges.get(sources.get(inputs[0] ?? '') ?? '');
    if (range !== undefined) found.set(outputs[0] ?? '', range);
  }
  for (const { graph } of nodes.flatMap(subgraphs)) found = new Map(throughCodes(graph, found));
  return found;
}
