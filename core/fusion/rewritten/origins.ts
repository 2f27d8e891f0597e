// Which nodes of a model as it was opened each node of its rewritten form computes.
import { type GraphIndex, indexGraph } from '#core/graph/graphIndex.ts';
import type { Graph, Node } from '#core/onnx/model.ts';

/**
 * By node of `rewritten`, places in `original`: the node of its name, and the node that gave the value it writes now,
 * which a normalisation folded into a convolution did. None for what was put in.
 */
export function originsOf(original: Graph, index: GraphIndex, rewritten: Graph): readonly (readonly number[])[] {
  const byName = new Map<string, number>();
  const twice = new Set<string>();
  original.nodes.forEach(({ name }, at) => {
    if (byName.has(name)) twice.add(name);
    byName.set(name, at);
  });
  const behind = indexGraph(rewritten);
  return rewritten.nodes.map((node) => {
    const named = node.name === '' || twice.has(node.name) ? undefined : byName.get(node.name);
    const [output = ''] = node.outputs;
    const written = index.producer(isQuantizer(node) ? '' : writtenName(output, index, rewritten, behind));
    const found = [named, written].filter((at) => at !== undefined);
    return [...new Set(found)].sort((a, b) => a - b);
  });
}

/** An output of the model that is quantized belongs to the dequantizer now; the node in front writes another name. */
function writtenName(value: string, index: GraphIndex, rewritten: Graph, behind: GraphIndex): string {
  if (index.producer(value) !== undefined) return value;
  for (const at of behind.consumers(value)) {
    const quantizer = rewritten.nodes[at];
    if (quantizer?.opType !== 'QuantizeLinear') continue;
    const codes = quantizer.outputs[0] ?? '';
    const name = behind
      .consumers(codes)
      .map((place) => rewritten.nodes[place]?.outputs[0] ?? '')
      .find((output) => index.outputs.has(output));
    if (name !== undefined) return name;
  }
  return '';
}

export function isQuantizer({ opType, domain }: Node): boolean {
  return domain === '' && (opType === 'QuantizeLinear' || opType === 'DequantizeLinear');
}
