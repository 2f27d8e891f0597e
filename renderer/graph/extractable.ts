// Which items an extraction would take.
import { chosenStore } from './chosen.ts';
import { graphStore } from './store.ts';

/** What would be extracted now: all that is chosen, else what is selected. */
export function itemsToExtract(): readonly number[] {
  const { items } = chosenStore.getState();
  const { selection } = graphStore.getState();
  if (items.size > 0) return [...items];
  return selection?.kind === 'node' ? [selection.item] : [];
}

/** Only nodes of the main graph can stand alone. */
export function canExtract(): boolean {
  return graphStore.getState().map?.scene.scope.length === 0 && itemsToExtract().length > 0;
}
