// The strip over the engine: which engine, what it is in figures, and the ways to look at it.
import { FolderOpen, X } from 'lucide-react';
import { useStore } from 'zustand';
import { count, latency, percent } from '#renderer/format/format.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { togglePanel, viewStore } from '#renderer/store/view.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import styles from './EngineBar.module.css';
import { EngineChoice } from './EngineChoice.tsx';
import {
  type EngineView,
  engineStore,
  engineViews,
  type OpenEngine,
  showEngine,
  shownEngine,
  showView,
} from './engines.ts';
import { chooseEngine } from './openEngine.ts';

const names: Readonly<Record<EngineView, string>> = {
  layers: 'Layers',
  kernels: 'Kernels',
  conversions: 'Conversions',
  compare: 'A/B',
};

export function EngineBar() {
  const engine = useStore(engineStore, shownEngine);
  const view = useStore(engineStore, (state) => state.view);
  const beside = useSlice(viewStore, ({ panels }) => panels.engineGraph.open);
  return (
    <header className={styles.bar}>
      <EngineChoice name="Engine" as="shown" chosen={engine?.id ?? null} onChoose={showEngine} />
      {engine && (
        <>
          <Segments
            name="What to show of the engine"
            value={view}
            options={engineViews.map((value) => ({ value, label: names[value] }))}
            onChange={showView}
          />
          <Toggle checked={beside} onChange={(on) => togglePanel('engineGraph', on)}>
            Engine graph
          </Toggle>
          <Figures engine={engine} />
        </>
      )}
      <span className={styles.space} />
      <IconButton name="Open engine layers…" side="top" icon={<FolderOpen />} onClick={() => void chooseEngine()} />
      <IconButton name="Close the engine" side="top" icon={<X />} onClick={() => togglePanel('engine', false)} />
    </header>
  );
}

/** How much of the model is accounted for comes first: all else rests on it. */
function Figures({ engine }: { readonly engine: OpenEngine }) {
  const { report } = engine.reading;
  const running = report.layers.filter(({ role }) => role !== 'constant' && role !== 'idle').length;
  const unmapped =
    report.unmapped.length > 0 ? `Unmapped: ${report.unmapped.slice(0, 12).join(', ')}` : 'No node is unmapped.';
  return (
    <p className={styles.figures} role="status" aria-label="Engine figures">
      <span
        title={`Share of the model’s nodes whose fate is known. The engine itself names ${percent(report.named, 0)}. ${unmapped}`}
      >
        <b>{percent(report.coverage, report.coverage === 1 ? 0 : 1)}</b> traced
      </span>
      <span className={styles.count}>
        <b>{count(running)}</b> kernels
      </span>
      {report.totalMs !== null && (
        <span
          title={`Sum of the medians of all layers over ${report.runs} inferences. Profiling adds gaps between layers: the engine’s latency is less.`}
        >
          <b>{latency(report.totalMs)}</b>
        </span>
      )}
      {!report.detailed && <span className={styles.warning}>Built without detail: names only</span>}
    </p>
  );
}
