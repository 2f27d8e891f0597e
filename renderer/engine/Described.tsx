// What the inspector shows: the engine's layer that is selected, else what is selected in the graph.
import { useStore } from 'zustand';
import { Inspector } from '#renderer/graph/Inspector.tsx';
import inspector from '#renderer/graph/inspector/Inspector.module.css';
import { graphStore } from '#renderer/graph/store.ts';
import { EngineFacts } from './EngineFacts.tsx';
import { engineStore, shownEngine } from './engines.ts';
import { LayerPanel } from './LayerPanel.tsx';

export function Described() {
  const engine = useStore(engineStore, shownEngine);
  const place = useStore(engineStore, (state) => state.layer);
  const nothing = useStore(graphStore, (state) => state.selection === null);
  const layer = place === null ? undefined : engine?.reading.report.layers[place];
  if (!engine || !layer || !nothing) return <Inspector ofNode={(node) => <EngineFacts node={node} />} />;
  return (
    <div className={inspector.inspector}>
      <LayerPanel engine={engine} layer={layer} />
    </div>
  );
}
