// The regions of two engines that compute the same nodes, those that differ most first.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { MatchedRegion } from '#core/fusion/engine/matchEngines.ts';
import { latency } from '#renderer/format/format.ts';
import type { OpenEngine } from './engines.ts';
import { showNodes } from './link.ts';
import styles from './RegionTable.module.css';
import { shortNodes } from './shortNode.ts';

interface RegionTableProps {
  readonly engine: OpenEngine;
  readonly base: OpenEngine;
  readonly regions: readonly MatchedRegion[];
}

const rowHeight = 26;

export function RegionTable({ engine, base, regions }: RegionTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: regions.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const kernels = (a: number, b: number) => (a === b ? `${a}` : `${a} → ${b}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows out of sight are not in the page
    <div className={styles.table} role="table" aria-label="Regions of both engines" aria-rowcount={regions.length + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a head is not worked with */}
      <div role="row" className={styles.head} aria-rowindex={1}>
        <Cell>ONNX nodes</Cell>
        <Cell number title="Layers that compute them, in the first and in the second engine">
          Layers
        </Cell>
        <Cell number title={base.title}>
          {short(base)}
        </Cell>
        <Cell number title={engine.title}>
          {short(engine)}
        </Cell>
        <Cell number>Difference</Cell>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
      <div
        ref={box}
        role="rowgroup"
        className={styles.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
        tabIndex={0}
      >
        <div role="presentation" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const region = regions[index];
            if (!region) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see the table
              // biome-ignore lint/a11y/useFocusableInteractive: its button is
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Cell title={region.nodes.join('\n')}>
                  <button type="button" className={styles.link} onClick={() => showNodes(region.nodes)}>
                    {region.nodes.length > 0 ? shortNodes(region.nodes) : 'the runtime’s own layers'}
                  </button>
                </Cell>
                <Cell number>{kernels(region.a.length, region.b.length)}</Cell>
                <Cell number>{latency(region.aMs)}</Cell>
                <Cell number>{latency(region.bMs)}</Cell>
                <Cell number>
                  <Delta ms={region.deltaMs} />
                </Cell>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const short = ({ precision, title }: OpenEngine) => precision?.toUpperCase() ?? title;

function Delta({ ms }: { readonly ms: number | null }) {
  if (ms === null) return '–';
  return (
    <span className={styles.delta} data-sign={ms < 0 ? 'less' : ms > 0 ? 'more' : 'same'}>
      {ms < 0 ? '−' : '+'}
      {latency(Math.abs(ms))}
    </span>
  );
}

function Cell(props: { readonly children: React.ReactNode; readonly number?: boolean; readonly title?: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <span role="cell" title={props.title} className={props.number ? styles.number : styles.cell}>
      {props.children}
    </span>
  );
}
