// The first graph inside an item, if there is one.
import { cardStore, loadCards } from './cardStore.ts';
import type { Step } from './scene.ts';
import { graphStore } from './store.ts';

export async function insideItem(item: number): Promise<Step | undefined> {
  const { map, client } = graphStore.getState();
  if (!map || !client) return undefined;
  await loadCards(client, map.scene.scope, [item]);
  return cardStore.getState().cards.get(item)?.inside[0];
}
