// The graph in the middle, what is selected in it at the right.
import { PanelRightClose, PanelRightOpen } from 'lucide-react';
import { Suspense, useEffect } from 'react';
import { BesidePane } from '#renderer/beside/BesidePane.tsx';
import { DiffPanel } from '#renderer/beside/DiffPanel.tsx';
import { Described } from '#renderer/engine/Described.tsx';
import { EngineToggle } from '#renderer/engine/EngineToggle.tsx';
import { engineStore, shownEngine } from '#renderer/engine/engines.ts';
import { HeatLegend } from '#renderer/engine/HeatLegend.tsx';
import { GraphView } from '#renderer/graph/GraphView.tsx';
import { open as openGraph } from '#renderer/graph/store.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { panelLimits, resizePanel, togglePanel, viewStore } from '#renderer/store/view.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { Resizer } from '#renderer/widgets/Resizer.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import styles from './GraphTab.module.css';
import { shortcutText } from './keys.ts';
import { EngineGraph, EnginePanel } from './tabPanels.ts';

export function GraphTab() {
  const { open, size } = useSlice(viewStore, ({ panels }) => panels.inspector);
  const enginePanel = useSlice(viewStore, ({ panels }) => panels.engine);
  const engineGraph = useSlice(viewStore, ({ panels }) => panels.engineGraph);
  const engine = useSlice(engineStore, shownEngine);
  const handle = useSlice(openedModelStore, (opened) => opened.handle);
  useEffect(() => {
    if (handle) void openGraph(handle);
  }, [handle]);
  return (
    <div className={styles.split}>
      <div className={styles.main}>
        <div className={styles.graphs}>
          <div className={styles.graph}>
            <GraphView tools={<EngineToggle />} over={<HeatLegend />} />
          </div>
          <BesidePane />
          {engineGraph.open && engine && (
            <div className={styles.engineGraph} style={{ width: engineGraph.size }}>
              <Resizer
                name="Width of the engine graph"
                grows="left"
                size={engineGraph.size}
                limits={panelLimits.engineGraph}
                onResize={(next) => resizePanel('engineGraph', next)}
              />
              <Suspense fallback={<Waiting text="Loading" />}>
                <EngineGraph />
              </Suspense>
            </div>
          )}
        </div>
        <DiffPanel />
        {enginePanel.open && handle && (
          <div className={styles.engine} style={{ height: enginePanel.size }}>
            <Resizer
              name="Height of the engine"
              grows="up"
              size={enginePanel.size}
              limits={panelLimits.engine}
              onResize={(next) => resizePanel('engine', next)}
            />
            <Suspense fallback={<Waiting text="Loading" />}>
              <EnginePanel />
            </Suspense>
          </div>
        )}
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
          <Described />
        </aside>
      )}
    </div>
  );
}
