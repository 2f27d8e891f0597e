// Where the layers of a model end: the values that a comparison layer by layer looks at.
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import { isWeighted } from '#core/precision/placement/weighted.ts';

/** A layer's name and its result. */
export interface LayerEnd {
  readonly node: string;
  readonly value: string;
}

/** Activations that end in the kernel of the layer before them. */
const pointwise: ReadonlySet<string> = new Set(
  'Relu Clip LeakyRelu Elu Selu Celu Sigmoid HardSigmoid HardSwish Tanh Softplus Softsign Mish Gelu ThresholdedRelu'.split(
    ' ',
  ),
);

/**
 * Weighted nodes with the activation behind them, sums and normalizations, in the order of the graph: kernels end there
 * anyway, so that what is fused in an engine stays fused where these values are looked at.
 */
export function layerEnds(graph: Graph): readonly LayerEnd[] {
  const index = indexGraph(graph);
  const written = new Set(graph.outputs.map(({ name }) => name));
  return graph.nodes.flatMap((node) => {
    const [output = ''] = node.outputs;
    const family = operatorFamily(node.opType, node.domain);
    if (!isWeighted(node) && node.opType !== 'Add' && family !== 'normalization') return [];
    const [reader, ...others] = index.consumers(output);
    const next = reader === undefined ? undefined : graph.nodes[reader];
    const fused = others.length === 0 && !written.has(output) && next !== undefined && pointwise.has(next.opType);
    return [{ node: nodeName(node), value: fused ? (next?.outputs[0] ?? output) : output }];
  });
}
