// The keyboard shortcuts, listed in the corner without taking the window over.
import { X } from 'lucide-react';
import { useSlice } from '#renderer/store/useStore.ts';
import { showOverlay, viewStore } from '#renderer/store/view.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { commands } from './commands.ts';
import { shortcutText } from './keys.ts';
import styles from './ShortcutList.module.css';

/** Keys that are no commands: the graph hears them while it has the focus. */
const inTheGraph = [
  ['Go from node to node', '← ↑ ↓ →'],
  ['Zoom in, zoom out', '+ −'],
  ['Enter the selected node’s subgraph, unfold the selected group', 'Enter'],
  ['From a subgraph’s value to what makes it outside', 'Enter'],
  ['Fold the group around the selected node', 'C'],
  ['Fold all groups of its level', 'Shift+C'],
  ['Choose several nodes, and see the ways between two', 'X'],
  ['Next and previous difference of two models', 'N P'],
  ['Leave the subgraph', 'Backspace'],
  ['Close, clear the selection', 'Esc'],
] as const;

export function ShortcutList() {
  const open = useSlice(viewStore, ({ overlay }) => overlay === 'shortcuts');
  if (!open) return null;
  const bound = commands().filter(({ shortcut }) => shortcut !== null);
  return (
    <div className={styles.panel} role="dialog" aria-label="Keyboard shortcuts">
      <div className={styles.head}>
        <h2>Keyboard shortcuts</h2>
        <IconButton name="Close" icon={<X />} onClick={() => showOverlay(null)} />
      </div>
      <dl className={styles.list}>
        {bound.map(({ id, title, shortcut }) => (
          <div key={id} className={styles.row}>
            <dt>{title}</dt>
            <dd>
              <kbd className={styles.key}>{shortcutText(shortcut ?? '')}</kbd>
            </dd>
          </div>
        ))}
        {inTheGraph.map(([title, key]) => (
          <div key={key} className={styles.row}>
            <dt>{title}</dt>
            <dd>
              <kbd className={styles.key}>{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
