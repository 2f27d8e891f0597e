// The ranges of all observed tensors; only the lines in sight are in the page.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { TensorRange } from '#core/contract/calibration.ts';
import { classNames } from '#renderer/widgets/classNames.ts';
import fields from '#renderer/widgets/Field.module.css';
import { Segments } from '#renderer/widgets/Segments.tsx';
import styles from './RangeTable.module.css';
import {
  boundText,
  type Compared,
  clippedText,
  comparedOrders,
  matching,
  type RangeOrder,
  rangeOrders,
  ratioText,
  ratioTo,
  scaleOf,
  significant,
} from './ranges.ts';

const rowHeight = 24;

interface RangeTableProps {
  readonly tensors: readonly TensorRange[];
  readonly compared: Compared | null;
}

export function RangeTable({ tensors, compared }: RangeTableProps) {
  const [typed, setTyped] = useState('');
  const [order, setOrder] = useState<RangeOrder>('model');
  const rows = useMemo(() => matching(tensors, typed, order, compared), [tensors, typed, order, compared]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div className={styles.frame}>
      <div className={styles.tools}>
        <input
          className={classNames(fields.input, styles.find)}
          type="search"
          aria-label="Find a tensor"
          placeholder="Find a tensor"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Segments
          name="Order of tensors"
          value={order}
          options={compared ? comparedOrders : rangeOrders}
          onChange={setOrder}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys. */}
      <section ref={box} className={styles.scroll} tabIndex={0} aria-label="Ranges, scroll">
        <table className={styles.table} aria-label="Calibration ranges" aria-rowcount={rows.length + 1}>
          <thead>
            <tr>
              <th scope="col">Tensor</th>
              <th scope="col">Minimum</th>
              <th scope="col">Maximum</th>
              <th scope="col">Threshold</th>
              <th scope="col" title={compared ? `The threshold in ${compared.name}` : undefined}>
                {compared ? 'In the file' : 'Scale'}
              </th>
              <th scope="col">{compared ? 'Ratio' : 'Clipped'}</th>
            </tr>
          </thead>
          <tbody>
            {above > 0 && <tr aria-hidden style={{ height: above }} />}
            {items.map((item) => {
              const range = rows[item.index];
              return (
                range && (
                  <tr key={range.tensor} aria-rowindex={item.index + 2}>
                    <th scope="row" title={range.tensor}>
                      {range.tensor}
                    </th>
                    <td>{significant(range.min)}</td>
                    <td>{significant(range.max)}</td>
                    <td>{significant(range.threshold)}</td>
                    <td>{compared ? boundText(compared, range.tensor) : significant(scaleOf(range))}</td>
                    <td>{compared ? ratioText(ratioTo(compared, range)) : clippedText(range.clipped)}</td>
                  </tr>
                )
              );
            })}
            {below > 0 && <tr aria-hidden style={{ height: below }} />}
          </tbody>
        </table>
        {rows.length === 0 && <p className={styles.none}>No tensor’s name holds “{typed}”.</p>}
      </section>
    </div>
  );
}
