// What the graph can be told to do, for the command palette and the list of shortcuts.
import { zoomBy } from './camera.ts';
import { canExtract } from './extractable.ts';
import { foldLevel, unfoldAll } from './folding.ts';
import { fusionStore, toggleFusions } from './fusions.ts';
import { showAll, showStart, zoomStep } from './moves.ts';
import { toggleOutline } from './outline.ts';
import { openSearch } from './search.ts';
import { graphStore, leave, select } from './store.ts';

export interface GraphCommand {
  readonly id: string;
  readonly title: string;
  /** As `Mod+F`, where Mod is ⌘ on a Mac and Ctrl elsewhere; null: none, or a key that only the graph itself hears. */
  readonly shortcut: string | null;
  run(): void;
}

/** The commands that make sense now: none without a graph. */
export function commands(): readonly GraphCommand[] {
  const { status, map } = graphStore.getState();
  if (status.kind !== 'ready' || !map) return [];
  const list: GraphCommand[] = [
    { id: 'graph.find', title: 'Find in the graph', shortcut: 'Mod+F', run: openSearch },
    { id: 'graph.fit', title: 'Show the whole graph', shortcut: 'F', run: showAll },
    { id: 'graph.start', title: 'Go to the start of the graph', shortcut: 'Home', run: showStart },
    { id: 'graph.zoomIn', title: 'Zoom in', shortcut: null, run: () => zoomBy(zoomStep) },
    { id: 'graph.zoomOut', title: 'Zoom out', shortcut: null, run: () => zoomBy(1 / zoomStep) },
    {
      id: 'graph.fusions',
      title: fusionStore.getState().on ? 'Hide the fusion preview' : 'Show the fusion preview',
      shortcut: 'Mod+Shift+F',
      run: () => toggleFusions(),
    },
    { id: 'graph.outline', title: 'Show or hide the outline', shortcut: 'Mod+Shift+O', run: () => toggleOutline() },
    { id: 'graph.foldAll', title: 'Fold all groups', shortcut: null, run: () => void foldLevel(0) },
    { id: 'graph.unfoldAll', title: 'Unfold all groups', shortcut: null, run: () => void unfoldAll() },
    { id: 'graph.save', title: 'Save the graph as SVG', shortcut: null, run: () => void saveAsPicture('svg') },
    { id: 'graph.savePng', title: 'Save the graph as PNG', shortcut: null, run: () => void saveAsPicture('png') },
    { id: 'graph.model', title: 'Show the model’s properties', shortcut: null, run: () => select(null) },
  ];
  if (canExtract()) {
    list.push({
      id: 'graph.extract',
      title: 'Extract the chosen nodes as a model',
      shortcut: null,
      run: () => void extractChosen(),
    });
  }
  if (map.scene.scope.length > 0) {
    list.push({ id: 'graph.leave', title: 'Leave the subgraph', shortcut: 'Backspace', run: () => void leave() });
  }
  return list;
}

async function extractChosen(): Promise<void> {
  const { extract } = await import('./extract.ts');
  await extract();
}

/** Loaded when first wanted: drawing a picture is no part of looking at the graph. */
async function saveAsPicture(form: 'svg' | 'png'): Promise<void> {
  const { saveGraph } = await import('./saveGraph.ts');
  await saveGraph(form);
}
