// Joins a model's graph with the layers of an engine that was built from it.
import { type GraphIndex, nodeName } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { EngineLayer } from '../inspector/readLayers.ts';
import type { Removal } from '../removal.ts';
import type { EngineLink, LinkedLayer, NodeFate } from './engineLink.ts';
import { foreignNodes } from './foreignNodes.ts';
import { unnamedFates } from './unnamedFates.ts';

export interface LinkParts {
  readonly graph: Graph;
  readonly index: GraphIndex;
  readonly layers: readonly EngineLayer[];
  /** What can be computed at build time or changes nothing (core/fusion/removal): the fate of such nodes where no layer names them. */
  readonly removed: ReadonlyMap<number, Removal>;
}

/** Pure; linear in nodes, edges and layers. Nodes that share a name share its layers. */
export function linkEngine({ graph, index, layers, removed }: LinkParts): EngineLink {
  const byName = new Map<string, number[]>();
  graph.nodes.forEach((node, at) => {
    const name = nodeName(node);
    const same = byName.get(name);
    if (same) same.push(at);
    else byName.set(name, [at]);
  });
  const named = layers.map(({ nodes, namedBy }) => {
    const found = [...new Set(nodes.flatMap((name) => byName.get(name) ?? []))];
    // Structure shows what a layer's result depends on, which may have been computed at build time.
    return namedBy === 'structure' ? found.filter((node) => !removed.has(node)) : found;
  });
  const namedIn = places(named, graph.nodes.length);
  const regions = foreignNodes(graph, layers, named, namedIn, byName);
  const fates = unnamedFates({ graph, index, layers, removed, namedIn, regions });

  const inferred: number[][] = layers.map(() => []);
  fates.forEach((fate, node) => {
    if (fate && (fate.kind === 'kept' || fate.kind === 'fused')) for (const at of fate.layers) inferred[at]?.push(node);
  });
  const linked = layers.map(
    (layer, at): LinkedLayer => ({ layer, nodes: named[at] ?? [], inferred: inferred[at] ?? [] }),
  );
  const whole = graph.nodes.map((_, node): NodeFate => {
    const layersOfNode = namedIn[node] ?? [];
    const fate = fates[node] ?? unknown;
    if (layersOfNode.length === 0 && fate.kind !== 'kept' && fate.kind !== 'fused') return fate;
    const evidence = layersOfNode.length > 0 ? 'named' : 'inferred';
    const where = layersOfNode.length > 0 ? layersOfNode : 'layers' in fate ? fate.layers : [];
    const alone = where.every((at) => (linked[at]?.nodes.length ?? 0) + (linked[at]?.inferred.length ?? 0) === 1);
    return { kind: alone ? 'kept' : 'fused', layers: where, evidence };
  });
  const share = (count: number) => (graph.nodes.length === 0 ? 1 : count / graph.nodes.length);
  return {
    layers: linked,
    fates: whole,
    coverage: share(whole.filter(({ kind }) => kind !== 'unmapped').length),
    named: share(namedIn.filter((found) => found.length > 0).length),
  };
}

const unknown: NodeFate = { kind: 'unmapped', reason: 'No layer names it, and nothing says where it went.' };

/** For each node the layers that hold it, in order. */
function places(nodesOfLayers: readonly (readonly number[])[], count: number): readonly (readonly number[])[] {
  const found: number[][] = Array.from({ length: count }, () => []);
  nodesOfLayers.forEach((nodes, layer) => {
    for (const node of nodes) found[node]?.push(layer);
  });
  return found;
}
