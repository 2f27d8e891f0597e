// The keys that the graph hears while it has the focus.
import { zoomBy } from './camera.ts';
import { choose, chooseNothing, chosenStore } from './chosen.ts';
import { foldLevelOf, toggleAround } from './foldAround.ts';
import { followOutside, followTensor } from './follow.ts';
import { showGroup } from './fusions.ts';
import { enterSelected, go, showAll, showStart, zoomStep } from './moves.ts';
import { closeSearch, searchStore } from './search.ts';
import type { Heading } from './steer.ts';
import { graphStore, leave, select } from './store.ts';

export interface GraphKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly target: EventTarget;
}

const headings: Readonly<Record<string, Heading>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** Whether the key meant something here. Keys typed into a field are the field's. */
export function graphKey({ key, ctrlKey, metaKey, altKey, target }: GraphKey): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  if (target instanceof HTMLElement && target.matches('input, button, select, textarea'))
    return key === 'Escape' && giveUp();
  const heading = headings[key];
  if (heading) go(heading);
  else if (key === '+' || key === '=') zoomBy(zoomStep);
  else if (key === '-' || key === '_') zoomBy(1 / zoomStep);
  else if (key === 'f' || key === 'F') showAll();
  else if (key === 'Home') showStart();
  else if (key === 'Enter') {
    if (!followTensor('reader')) void crossBorder();
  } else if (key === 'x' || key === 'X') chooseSelected();
  else if (key === 'c') void foldAtSelected(false);
  else if (key === 'C') void foldAtSelected(true);
  else if (key === 'Backspace') void leave();
  else if (key === 'Escape') return giveUp();
  else return false;
  return true;
}

/** Folds the group around what is selected, or with it all groups of that level. */
async function foldAtSelected(level: boolean): Promise<void> {
  const { selection } = graphStore.getState();
  if (!selection || selection.item < 0) return;
  if (level) await foldLevelOf(selection.item);
  else await toggleAround(selection.item);
}

/** Out of a body to what makes the value that is selected, else into what is selected. */
async function crossBorder(): Promise<void> {
  const { selection } = graphStore.getState();
  if (selection?.kind === 'node' && (await followOutside(selection.item))) return;
  await enterSelected();
}

/** Takes what is selected in among what is chosen together, or out again. */
function chooseSelected(): void {
  const { selection } = graphStore.getState();
  if (selection?.kind === 'node') choose(selection.item);
}

/** Gives up one thing at a time: the search, what is chosen, the group, the selection, the subgraph. */
function giveUp(): boolean {
  const { selection, map } = graphStore.getState();
  if (searchStore.getState().open) closeSearch();
  else if (chosenStore.getState().items.size > 0) chooseNothing();
  else if (selection) {
    select(null);
    showGroup(null);
  } else if (map && map.scene.scope.length > 0) void leave();
  else return false;
  return true;
}
