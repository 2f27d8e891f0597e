// The second pane's side of what the window asks of it.
import { LatheError } from '#core/contract/failure.ts';
import { cameraStore } from '#renderer/graph/camera.ts';
import { marksStore, showMarks } from '#renderer/graph/marks.ts';
import { focusItem } from '#renderer/graph/moves.ts';
import { graphStore, open } from '#renderer/graph/store.ts';
import { themeStore } from '#renderer/theme/theme.ts';
import type { BesidePane, Standing } from './pane.ts';
import { quietPeriod } from './quietPeriod.ts';
import { nodeOf, standAt, standing } from './standing.ts';

export function paneApi(): BesidePane {
  let told = () => {};
  /** Moves that the window asked for are not told back to it. */
  const quiet = quietPeriod();
  cameraStore.subscribe(() => {
    if (quiet.isOver()) told();
  });
  return {
    async open(handle) {
      await open(handle);
      const { status } = graphStore.getState();
      if (status.kind === 'failed') throw new LatheError(status.failure);
    },
    async diff(before, weights) {
      const { client } = graphStore.getState();
      if (!client) {
        throw new LatheError({ kind: 'use', reason: 'No second model is open.', next: 'Open one beside the first.' });
      }
      return client.call('diff', { before, weights });
    },
    mark: showMarks,
    goTo(node) {
      const item = graphStore.getState().map?.scene.itemOf[node] ?? -1;
      quiet.during(() => focusItem(item));
    },
    stand: (where: Standing) => quiet.during(() => standAt(where)),
    onMove(listener) {
      told = () => {
        // What the first model lacks cannot be found there.
        const where = standing((node) => marksStore.getState().nodes.get(node) !== 'added');
        if (where) listener(where);
      };
    },
    onSelect(listener) {
      graphStore.subscribe((state, before) => {
        if (!quiet.isOver() || state.selection === before.selection || state.selection?.kind !== 'node') return;
        const node = nodeOf(state.selection.item);
        if (node !== undefined) listener(node);
      });
    },
    showTheme: (theme) => themeStore.setState({ theme }),
  };
}
