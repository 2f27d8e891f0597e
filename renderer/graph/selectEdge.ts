// Selecting a line selects the tensor that runs along it.
import { cardStore, loadCards } from './cardStore.ts';
import { graphStore, select } from './store.ts';

/** The tensor's name is on the card of its producer, which may lie outside the window. */
export async function selectEdge(edge: number): Promise<void> {
  const { map, client } = graphStore.getState();
  if (!map || !client) return;
  const item = map.scene.from[edge] ?? 0;
  const port = map.scene.ports[edge] ?? 0;
  await loadCards(client, map.scene.scope, [item]);
  const value = cardStore.getState().cards.get(item)?.outputs[port]?.value;
  if (value !== undefined && graphStore.getState().map === map) select({ kind: 'tensor', item, port, value });
}
