// A part of a model with one layer in 8 bits and all others in FP32.
import { type GraphIndex, indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import type { Graph, Model } from '#core/onnx/model.ts';
import { graphLevels, mainLevel } from '../graphLevels.ts';
import type { Ranges } from '../ranges.ts';
import { type Int8Options, toInt8 } from '../toInt8.ts';

/** What runs in a layer's kernel and is quantized with it. */
const joined = new Set(['Relu', 'Clip', 'Add']);

/**
 * The layer is quantized as the whole model's rewrite for the target would: its inputs, its weights, its bias and,
 * where the target wants that, its result after the activation behind it.
 *
 * @throws OnnxError where the layer cannot be quantized without its neighbours.
 */
export async function quantizeAlone(
  part: Model,
  layer: string,
  ranges: Pick<Ranges, 'tensors'>,
  options: Omit<Int8Options, 'keep' | 'inner'>,
): Promise<Model> {
  const layers = new Map<string, boolean>();
  for (const { graph } of graphLevels(mainLevel(part.graph))) {
    const index = indexGraph(graph);
    graph.nodes.forEach((node, place) => {
      if (nodeName(node) !== layer) return;
      layers.set(layer, false);
      addFollowers(graph, index, place);
    });
  }
  const keep = { patterns: ['*'], layers };
  return (await toInt8(part, ranges, { ...options, keep, inner: true })).model;

  function addFollowers(graph: Graph, index: GraphIndex, place: number): void {
    const [output = ''] = graph.nodes[place]?.outputs ?? [];
    for (const reader of index.consumers(output)) {
      const node = graph.nodes[reader];
      if (!node || !joined.has(node.opType) || layers.has(nodeName(node))) continue;
      layers.set(nodeName(node), false);
      addFollowers(graph, index, reader);
    }
  }
}
