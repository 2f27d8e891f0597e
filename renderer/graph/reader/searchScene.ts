// Search hits as places in the scene.
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Search, SearchHit } from '#core/graph/search.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { SearchResult } from '../detail.ts';
import type { BuiltScene } from './buildScene.ts';
import { producerOf } from './links.ts';

/** More hits than this nobody goes through; they are not counted on. */
const mostCounted = 5_000;

export function searchScene(built: BuiltScene, search: Search, query: string, limit: number): SearchResult {
  const { scene, open } = built;
  const found = search(query, mostCounted).flatMap((hit) =>
    hit.kind === 'operator' ? eachOf(open.graph, hit) : [hit],
  );
  const hits = found.slice(0, limit).map(({ kind, node, label, detail, match, through }) => {
    const own = scene.itemOf[node] ?? -1;
    const producer = kind === 'tensor' ? producerOf(built, label) : undefined;
    const output = kind === 'tensor' ? (open.graph.nodes[node]?.outputs.indexOf(label) ?? -1) : -1;
    return {
      kind,
      item: producer ?? own,
      label,
      context: through ?? (kind === 'tensor' ? `tensor of ${detail}` : detail),
      match,
      value: kind === 'tensor' ? label : '',
      port: producer === undefined ? -1 : Math.max(0, output),
    };
  });
  return { hits, total: found.length };
}

/** An operator stands for its nodes: one goes from each to the next. */
function eachOf(graph: Graph, hit: SearchHit): readonly SearchHit[] {
  return graph.nodes.flatMap((node, place) =>
    node.opType === hit.label ? [{ ...hit, node: place, detail: nodeName(node) }] : [],
  );
}
