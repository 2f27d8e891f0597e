// Search hits as places in the scene.
import type { Search } from '#core/graph/search.ts';
import type { SearchResult } from '../detail.ts';
import type { BuiltScene } from './buildScene.ts';
import { producerOf } from './links.ts';

/** More hits than this nobody goes through; they are not counted on. */
const mostCounted = 5_000;

export function searchScene(built: BuiltScene, search: Search, query: string, limit: number): SearchResult {
  const found = search(query, mostCounted);
  const { scene, open } = built;
  const hits = found.slice(0, limit).map(({ kind, node, label, detail, match, through }) => {
    const own = scene.itemOf[node] ?? -1;
    const producer = kind === 'tensor' ? producerOf(built, label) : undefined;
    const output = kind === 'tensor' ? (open.graph.nodes[node]?.outputs.indexOf(label) ?? -1) : -1;
    return {
      kind,
      item: producer ?? own,
      label,
      context:
        through ?? (kind === 'operator' ? `${detail} nodes` : kind === 'tensor' ? `tensor of ${detail}` : detail),
      match,
      value: kind === 'tensor' ? label : '',
      port: producer === undefined ? -1 : Math.max(0, output),
    };
  });
  return { hits, total: found.length };
}
