// The graph in the middle, what is selected in it at the right.
import { PanelRightClose, PanelRightOpen } from 'lucide-react';
import { useEffect } from 'react';
import { GraphView } from '#renderer/graph/GraphView.tsx';
import { Inspector } from '#renderer/graph/Inspector.tsx';
import { open as openGraph } from '#renderer/graph/store.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { panelLimits, resizePanel, togglePanel, viewStore } from '#renderer/store/view.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { Resizer } from '#renderer/widgets/Resizer.tsx';
import styles from './GraphTab.module.css';
import { shortcutText } from './keys.ts';

export function GraphTab() {
  const { open, size } = useSlice(viewStore, ({ panels }) => panels.inspector);
  const handle = useSlice(openedModelStore, (opened) => opened.handle);
  useEffect(() => {
    if (handle) void openGraph(handle);
  }, [handle]);
  return (
    <div className={styles.split}>
      <div className={styles.graph}>
        <GraphView />
      </div>
      {handle && (
        <IconButton
          className={styles.fold}
          name={open ? 'Hide the inspector' : 'Show the inspector'}
          shortcut={shortcutText('Mod+I')}
          side="left"
          icon={open ? <PanelRightClose /> : <PanelRightOpen />}
          onClick={() => togglePanel('inspector')}
        />
      )}
      {open && handle && (
        <aside className={styles.inspector} style={{ width: size }} aria-label="Inspector">
          <Resizer
            name="Width of the inspector"
            grows="left"
            size={size}
            limits={panelLimits.inspector}
            onResize={(next) => resizePanel('inspector', next)}
          />
          <Inspector />
        </aside>
      )}
    </div>
  );
}
