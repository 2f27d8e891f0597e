// How a model is cut so that each layer can be put into 8 bits alone without running the rest again and again.
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import type { Model } from '#core/onnx/model.ts';
import { constantsOf } from '../constants.ts';
import { type PlaceOptions, place } from '../place.ts';
import { isWeighted } from '../placement/weighted.ts';
import { layerOrder } from './layerOrder.ts';

export interface Layer {
  /** Its place in the graph. */
  readonly place: number;
  readonly name: string;
  readonly opType: string;
}

/** A stretch of the graph: all that its nodes read comes from the stretches before it. */
export interface Block {
  /** Places in the graph, in the order in which they can run. */
  readonly nodes: readonly number[];
  readonly layers: readonly Layer[];
}

export interface SensitivityPlan {
  readonly blocks: readonly Block[];
  readonly layers: readonly Layer[];
}

/**
 * The layers are the weighted nodes that the placement for the target quantizes. Blocks hold √n of n layers each: a
 * layer is then measured with the nodes of its block and what follows, and the sessions for what follows are few.
 */
export function planSensitivity(
  prepared: Model,
  options: PlaceOptions,
  hasRange?: (value: string) => boolean,
): SensitivityPlan {
  const { graph } = prepared;
  const index = indexGraph(graph);
  const placed = place(prepared, options, hasRange).nodes;
  const isLayer = (at: number) => {
    const node = graph.nodes[at];
    return node !== undefined && placed.has(at) && isWeighted(node);
  };
  const order = layerOrder(graph, index, constantsOf(graph));
  const count = order.filter(isLayer).length;
  const most = Math.max(1, Math.ceil(Math.sqrt(count)));
  const blocks: { nodes: number[]; layers: Layer[] }[] = [{ nodes: [], layers: [] }];
  for (const at of order) {
    const node = graph.nodes[at];
    if (node === undefined) continue;
    if (isLayer(at) && (blocks.at(-1)?.layers.length ?? 0) >= most) blocks.push({ nodes: [], layers: [] });
    const block = blocks.at(-1);
    block?.nodes.push(at);
    if (isLayer(at)) block?.layers.push({ place: at, name: nodeName(node), opType: node.opType });
  }
  return { blocks, layers: blocks.flatMap(({ layers }) => layers) };
}
