// The built engine below the graph: its layers, kernels and conversions, and how it differs from another.
import { useStore } from 'zustand';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import { CompareView } from './CompareView.tsx';
import { EngineBar } from './EngineBar.tsx';
import styles from './EnginePanel.module.css';
import { engineStore, shownEngine } from './engines.ts';
import { KernelTable } from './KernelTable.tsx';
import { LayerTable } from './LayerTable.tsx';
import { NoEngine } from './NoEngine.tsx';
import { TransitionTable } from './TransitionTable.tsx';

export function EnginePanel() {
  const engine = useStore(engineStore, shownEngine);
  const view = useStore(engineStore, (state) => state.view);
  const failure = useStore(engineStore, (state) => state.failure);
  const busy = useStore(engineStore, (state) => state.busy);
  return (
    <section className={styles.panel} aria-label="Engine">
      <EngineBar />
      {failure && (
        <div className={styles.failure}>
          <FailureNote failure={failure} />
        </div>
      )}
      <div className={styles.body}>
        {!engine ? (
          busy ? (
            <Waiting text="Reading the engine’s layers" />
          ) : (
            <NoEngine />
          )
        ) : view === 'layers' ? (
          <LayerTable key={engine.id} engine={engine} />
        ) : view === 'kernels' ? (
          <KernelTable engine={engine} />
        ) : view === 'conversions' ? (
          <TransitionTable engine={engine} />
        ) : (
          <CompareView engine={engine} />
        )}
      </div>
    </section>
  );
}
