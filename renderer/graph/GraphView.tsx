// The graph in its box: nothing yet, on its way, refused, or drawn.
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import './families.css';
import { Announcer } from './Announcer.tsx';
import { EmptyGraph } from './EmptyGraph.tsx';
import { FailedGraph } from './FailedGraph.tsx';
import { GraphBar } from './GraphBar.tsx';
import { GraphCanvas } from './GraphCanvas.tsx';
import styles from './GraphView.module.css';
import { graphKey } from './keys.ts';
import { Legend } from './Legend.tsx';
import { LoadingGraph } from './LoadingGraph.tsx';
import { followStatus } from './markReady.ts';
import { NoItems } from './NoItems.tsx';
import { Outline } from './Outline.tsx';
import { SearchPanel } from './SearchPanel.tsx';
import { graphStore } from './store.ts';

interface GraphViewProps {
  /** More in the strip above the graph, and over the graph itself. */
  readonly tools?: ReactNode;
  readonly over?: ReactNode;
}

export function GraphView({ tools, over }: GraphViewProps) {
  const kind = useStore(graphStore, ({ status }) => status.kind);
  const model = useStore(graphStore, ({ handle }) => handle?.id);
  useEffect(() => followStatus(document.documentElement), []);
  if (kind === 'empty') return <EmptyGraph />;
  if (kind === 'failed') return <FailedGraph />;
  const loading = kind === 'loading';
  return (
    <>
      {/* All around the graph is made, and knows its size, while the file is read: then only the graph is left to draw. */}
      <Workplace key={model} waiting={loading} tools={tools} over={over} />
      {loading && <LoadingGraph />}
    </>
  );
}

function Workplace({ waiting, tools, over }: GraphViewProps & { readonly waiting: boolean }) {
  const name = useStore(graphStore, ({ handle }) => handle?.name ?? '');
  const stage = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent) => {
    if (graphKey(event)) event.preventDefault();
  };
  return (
    <div className={styles.view} inert={waiting}>
      <GraphBar tools={tools} />
      <div className={styles.split}>
        <Outline />
        {/* Keys come up from the application inside, React Flow's own element: they follow the edges, not the text. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
        <div ref={stage} className={styles.stage} onKeyDown={onKey}>
          <GraphCanvas name={`Graph of ${name}`} />
          <NoItems />
          <Legend />
          {over}
          <SearchPanel onClose={() => stage.current?.querySelector<HTMLElement>('[role=application]')?.focus()} />
          <Announcer />
        </div>
      </div>
    </div>
  );
}
