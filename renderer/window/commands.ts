// Every command of the window, for the palette, the shortcuts and their list.

import { chooseBeside, openKnownBeside } from '#renderer/actions/beside.ts';
import { buildRequest, compareRequest, start } from '#renderer/actions/jobs.ts';
import { chooseModel, openKnownModel, openSample } from '#renderer/actions/openModel.ts';
import { modelFor } from '#renderer/store/selection.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { showOverlay, showTab, type Tab, tabs, togglePanel, viewStore } from '#renderer/store/view.ts';
import { chooseTheme, toggleTheme } from '#renderer/theme/theme.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import type { Command } from './command.ts';
import { graphCommands } from './graphCommands.ts';

const tabTitles: Readonly<Record<Tab, string>> = {
  graph: 'Graph',
  builds: 'Builds',
  compare: 'Compare',
  precision: 'Precision',
  deploy: 'Deploy',
  jobs: 'Jobs',
};

const windowCommands: readonly Command[] = [
  ...tabs.map(
    (tab, index): Command => ({
      id: `window.${tab}`,
      title: `Show ${tabTitles[tab]}`,
      group: 'Window',
      shortcut: String(index + 1),
      run: () => showTab(tab),
    }),
  ),
  {
    id: 'window.palette',
    title: 'Show all commands',
    group: 'Window',
    shortcut: 'Mod+K',
    run: () => showOverlay(viewStore.getState().overlay === 'palette' ? null : 'palette'),
  },
  {
    id: 'window.shortcuts',
    title: 'Show keyboard shortcuts',
    group: 'Window',
    shortcut: '?',
    also: 'help keys',
    run: () => showOverlay(viewStore.getState().overlay === 'shortcuts' ? null : 'shortcuts'),
  },
  {
    id: 'window.drawer',
    title: 'Show or hide jobs and log',
    group: 'Window',
    shortcut: 'Mod+J',
    also: 'drawer',
    run: () => togglePanel('drawer'),
  },
  {
    id: 'window.inspector',
    title: 'Show or hide the inspector',
    group: 'Window',
    shortcut: 'Mod+I',
    run: () => togglePanel('inspector'),
  },
  {
    id: 'window.theme',
    title: 'Switch between light and dark',
    group: 'Window',
    shortcut: null,
    also: 'theme colours',
    run: toggleTheme,
  },
  {
    id: 'window.systemTheme',
    title: 'Follow the system’s light or dark',
    group: 'Window',
    shortcut: null,
    also: 'theme',
    run: () => chooseTheme('system'),
  },
];

/** The commands that make sense now. */
export function commands(): readonly Command[] {
  const { session } = sessionStore.getState();
  const model = modelFor(session, viewStore.getState().model);
  const list: Command[] = [
    ...windowCommands,
    { id: 'model.open', title: 'Open a model…', group: 'Model', shortcut: 'Mod+O', run: () => void chooseModel() },
  ];
  if (session.sample) {
    list.push({ id: 'model.sample', title: 'Open the sample', group: 'Model', shortcut: null, run: openSample });
  }
  for (const known of session.models.slice(0, 8)) {
    const title = `Open ${known.name}`;
    list.push({ id: `model.${known.id}`, title, group: 'Model', shortcut: null, run: () => openKnownModel(known) });
  }
  if (model) {
    list.push({
      id: 'model.beside',
      title: 'Open a second model beside this one…',
      group: 'Model',
      shortcut: null,
      also: 'diff compare',
      run: () => void chooseBeside(),
    });
    for (const other of session.models.slice(0, 8)) {
      if (other.id === model.id) continue;
      const title = `Compare the graph with ${other.name}`;
      list.push({
        id: `beside.${other.id}`,
        title,
        group: 'Model',
        shortcut: null,
        also: 'diff',
        run: () => openKnownBeside(other),
      });
    }
    for (const precision of ['fp32', 'fp16', 'int8'] as const) {
      list.push({
        id: `build.${precision}`,
        title: `Build ${model.name} in ${precisionNames[precision]}`,
        group: 'Build',
        shortcut: null,
        run: () => {
          showTab('builds');
          void start(buildRequest(model, precision));
        },
      });
    }
    list.push({
      id: 'build.compare',
      title: `Build and compare ${model.name}`,
      group: 'Build',
      shortcut: null,
      run: () => {
        showTab('compare');
        void start(compareRequest(model));
      },
    });
  }
  return [...list, ...graphCommands()];
}
