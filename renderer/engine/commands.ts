// What can be done with engines, for the command palette and the list of shortcuts.
import { heatModes } from '#core/fusion/engine/heat.ts';
import type { GraphCommand } from '#renderer/graph/commands.ts';
import { graphStore } from '#renderer/graph/store.ts';
import { togglePanel } from '#renderer/store/view.ts';
import { colourBy, colourNames } from './colours.ts';
import { engineStore, shownEngine } from './engines.ts';
import { chooseEngine } from './openEngine.ts';

/** The commands that make sense now: none without a graph. */
export function commands(): readonly GraphCommand[] {
  if (graphStore.getState().status.kind !== 'ready') return [];
  const list: GraphCommand[] = [
    { id: 'engine.toggle', title: 'Show or hide the engine', shortcut: 'Mod+E', run: () => togglePanel('engine') },
    { id: 'engine.open', title: 'Open engine layers…', shortcut: null, run: () => void chooseEngine() },
  ];
  const state = engineStore.getState();
  if (!shownEngine(state)) return list;
  list.push({
    id: 'engine.graph',
    title: 'Show or hide the engine graph',
    shortcut: null,
    run: () => togglePanel('engineGraph'),
  });
  for (const mode of heatModes) {
    list.push({
      id: `engine.${mode}`,
      title: `Colour the graph by ${colourNames[mode].toLowerCase()}`,
      shortcut: null,
      run: () => colourBy(mode),
    });
  }
  if (state.colour) {
    list.push({ id: 'engine.plain', title: 'Colour the graph by operator', shortcut: null, run: () => colourBy(null) });
  }
  return list;
}
