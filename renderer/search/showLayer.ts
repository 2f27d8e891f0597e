// From a layer's name in a table to its node in the graph.
import { focusItem } from '#renderer/graph/moves.ts';
import { graphStore } from '#renderer/graph/store.ts';
import { showTab } from '#renderer/store/view.ts';

/** Selects the node and brings it into view; only shows the graph where it is inside a folded group or gone. */
export async function showLayer(node: string): Promise<void> {
  const { client } = graphStore.getState();
  showTab('graph');
  const items = await client?.call('itemsOf', { names: [node] }).catch(() => null);
  const item = items?.[0] ?? -1;
  if (item >= 0) focusItem(item);
}
