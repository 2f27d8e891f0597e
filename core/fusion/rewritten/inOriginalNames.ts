// An engine of a rewritten model, in names of the model as it was opened.
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { EngineLayer } from '../inspector/readLayers.ts';
import type { Rewritten } from './rewrittenFor.ts';

/** A node that the rewrite wrote out in others, such as a gate, is named where its last part is. */
export function inOriginalNames<Engine extends { readonly layers: readonly EngineLayer[] }>(
  graph: Graph,
  { model, origins }: Rewritten,
  engine: Engine,
): Engine {
  const names = graph.nodes.map(nodeName);
  const known = new Set(names);
  const behind = new Map<string, readonly string[]>();
  model.graph.nodes.forEach((node, at) => {
    const own = origins[at]?.map((place) => names[place] ?? '') ?? [];
    if (own.length > 0 && !known.has(nodeName(node))) behind.set(nodeName(node), own);
  });
  const layers = engine.layers.map((layer) => ({
    ...layer,
    nodes: layer.nodes.flatMap((name) => behind.get(name) ?? name),
  }));
  return { ...engine, layers };
}
