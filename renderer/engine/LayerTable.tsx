// All layers of an engine, one line each: sorted, filtered, and only those in sight are in the page.
import { useVirtualizer } from '@tanstack/react-virtual';
import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { count } from '#renderer/format/format.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { engineStore, type OpenEngine, showOnly } from './engines.ts';
import { LayerHead } from './LayerHead.tsx';
import { LayerRow } from './LayerRow.tsx';
import styles from './LayerTable.module.css';
import { filtered, type Order, ordered } from './layerRows.ts';
import { selectLayer } from './link.ts';

const rowHeight = 26;

export function LayerTable({ engine }: { readonly engine: OpenEngine }) {
  const { layers, totalMs } = engine.reading.report;
  const selected = useStore(engineStore, (state) => state.layer);
  const only = useStore(engineStore, (state) => state.only);
  const [text, setText] = useState('');
  const [order, setOrder] = useState<Order>({ by: totalMs === null ? 'place' : 'ms', down: totalMs !== null });
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => {
    const some = only ? layers.filter(({ index }) => only.layers.has(index)) : layers;
    return ordered(filtered(some, text), order);
  }, [layers, only, text, order]);
  const longest = useMemo(() => Math.max(0, ...layers.map(({ ms }) => ms ?? 0)), [layers]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const place = rows.findIndex(({ index }) => index === selected);
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' });
  }, [place, virtual]);
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = rows[Math.min(rows.length - 1, Math.max(0, place + step))];
    if (next) selectLayer(next.index);
  };
  return (
    <div className={styles.view}>
      <div className={styles.tools}>
        <input
          className={styles.filter}
          type="search"
          aria-label="Filter layers"
          placeholder="Filter by layer, kernel, precision or node"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {only && (
          <span className={styles.only}>
            {only.why}
            <IconButton name="Show all layers" side="top" icon={<X />} onClick={() => showOnly(null)} />
          </span>
        )}
        <span className={styles.count}>
          {rows.length === layers.length ? count(layers.length) : `${count(rows.length)} of ${count(layers.length)}`}{' '}
          layers
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: rows out of sight are not in the page, which a table element does not allow. */}
      <div className={styles.table} role="grid" aria-label="Engine layers" aria-rowcount={rows.length + 1}>
        <LayerHead order={order} onOrder={setOrder} />
        {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
        <div
          ref={box}
          role="rowgroup"
          className={styles.scroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
          tabIndex={0}
          onKeyDown={onKey}
        >
          <div role="presentation" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ key, index, start }) => {
              const layer = rows[index];
              return (
                layer && (
                  <LayerRow
                    key={key}
                    layer={layer}
                    at={index + 2}
                    start={start}
                    longest={longest}
                    selected={layer.index === selected}
                    onSelect={() => selectLayer(layer.index)}
                  />
                )
              );
            })}
          </div>
        </div>
      </div>
      {rows.length === 0 && <p className={styles.none}>No layer matches.</p>}
    </div>
  );
}
