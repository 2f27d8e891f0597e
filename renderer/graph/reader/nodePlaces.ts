// Nodes by the names that reports call them.
import { nodeName } from '#core/graph/graphIndex.ts';
import type { BuiltScene } from './buildScene.ts';

/** The first node of each name. */
export function nodePlaces({ open }: BuiltScene): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  open.graph.nodes.forEach((node, place) => {
    const name = nodeName(node);
    if (!places.has(name)) places.set(name, place);
  });
  return places;
}
