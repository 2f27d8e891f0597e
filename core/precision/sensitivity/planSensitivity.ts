// How a model is cut so that each layer can be put into 8 bits alone without running the rest again and again.
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import type { Model } from '#core/onnx/model.ts';
import { type GraphLevel, graphLevels, isControl, levelInside, mainLevel } from '../graphLevels.ts';
import { type PlaceOptions, placeAt } from '../place.ts';
import { isWeighted } from '../placement/weighted.ts';
import { layerOrder } from './layerOrder.ts';

export interface Layer {
  /** Its place in the main graph, or that of the node whose body holds it. */
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
 * layer is then measured with the nodes of its block and what follows, and the sessions for what follows are few. Layers
 * in a body go with the node that holds it; those of one name are measured as one.
 */
export function planSensitivity(
  prepared: Model,
  options: PlaceOptions,
  hasRange?: (value: string) => boolean,
): SensitivityPlan {
  const { graph } = prepared;
  const index = indexGraph(graph);
  const main = mainLevel(graph);
  const placed = placedLayers(main, options, hasRange);
  const layersAt = (at: number): readonly Layer[] => {
    const node = graph.nodes[at];
    const own = placed.get(at);
    if (node === undefined) return [];
    if (own !== undefined) return [{ place: at, ...own }];
    const inner = isControl(node) ? subgraphs(node).map(({ name, graph }) => levelInside(main, node, name, graph)) : [];
    return inner
      .flatMap((level) => [...graphLevels(level)])
      .flatMap((level) => [...placedLayers(level, options, hasRange).values()])
      .map((layer) => ({ place: at, ...layer }));
  };
  const order = layerOrder(graph, index, main.constants);
  const names = new Set<string>();
  const layersOf = new Map(
    order.map((at) => [at, layersAt(at).filter(({ name }) => !names.has(name) && names.add(name))] as const),
  );
  const count = [...layersOf.values()].reduce((sum, layers) => sum + layers.length, 0);
  const most = Math.max(1, Math.ceil(Math.sqrt(count)));
  const blocks: { nodes: number[]; layers: Layer[] }[] = [{ nodes: [], layers: [] }];
  for (const at of order) {
    const node = graph.nodes[at];
    if (node === undefined) continue;
    const layers = layersOf.get(at) ?? [];
    if (layers.length > 0 && (blocks.at(-1)?.layers.length ?? 0) >= most) blocks.push({ nodes: [], layers: [] });
    const block = blocks.at(-1);
    block?.nodes.push(at);
    block?.layers.push(...layers);
  }
  return { blocks, layers: blocks.flatMap(({ layers }) => layers) };
}

/** The weighted nodes of one graph that the placement quantizes, by their place in it. */
function placedLayers(
  level: GraphLevel,
  options: PlaceOptions,
  hasRange: ((value: string) => boolean) | undefined,
): ReadonlyMap<number, Pick<Layer, 'name' | 'opType'>> {
  const { nodes } = placeAt(level, options, hasRange ?? (() => true));
  return new Map(
    level.graph.nodes.flatMap((node, at) =>
      nodes.has(at) && isWeighted(node) ? [[at, { name: nodeName(node), opType: node.opType }] as const] : [],
    ),
  );
}
