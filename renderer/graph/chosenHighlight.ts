// What is chosen together stands out instead of the neighbours of what is selected.
import type { Chosen } from './chosen.ts';
import type { Emphasis, Highlight } from './emphasis.ts';
import type { SceneMap } from './sceneMap.ts';

export function withChosen(highlight: Highlight, { items: chosen, way }: Chosen, map: SceneMap): Highlight {
  if (chosen.size === 0) return highlight;
  const items = new Map<number, Emphasis>();
  for (const item of way?.nodes ?? []) items.set(item, 'onWay');
  for (const item of chosen) items.set(item, 'chosen');
  for (const [item, emphasis] of highlight.items) {
    if (emphasis === 'selected' || emphasis === 'hovered') items.set(item, chosen.has(item) ? 'chosen' : emphasis);
  }
  const edges = new Map<number, 'strong' | 'light'>(way?.edges.map((edge) => [edge, 'light'] as const));
  for (const edge of shortestEdges(way?.shortest ?? [], map)) edges.set(edge, 'strong');
  return { items, edges };
}

function shortestEdges(nodes: readonly number[], map: SceneMap): readonly number[] {
  return nodes.flatMap((node, step) =>
    [...map.outgoing(node)].filter((edge) => map.scene.to[edge] === nodes[step + 1]),
  );
}
