// The graph's own commands beside the window's; running one brings the graph to the front.

import { commands as engine } from '#renderer/engine/commands.ts';
import { commands as graph } from '#renderer/graph/commands.ts';
import { showTab, viewStore } from '#renderer/store/view.ts';
import type { Command } from './command.ts';

export function graphCommands(): readonly Command[] {
  return [...graph(), ...engine()].map(({ id, title, shortcut, run }) => ({
    id,
    title,
    shortcut,
    group: 'Graph',
    run() {
      const { tab } = viewStore.getState();
      showTab('graph');
      if (tab === 'graph') run();
      // The graph is measured again once it is shown.
      else requestAnimationFrame(run);
    },
  }));
}
