// The recipes of a search as figures; a click shows one.
import { Check, Trophy, X } from 'lucide-react';
import type { SearchResult } from '#core/contract/search.ts';
import { pointName } from '#core/measure/search/findings.ts';
import { bytes, columnDecimals, fixed } from '#renderer/format/format.ts';
import styles from './FigureTable.module.css';

interface PointTableProps {
  readonly search: SearchResult;
  readonly selected: string | null;
  readonly onSelect: (build: string) => void;
}

export function PointTable({ search, selected, onSelect }: PointTableProps) {
  const points = search.points.toSorted(
    (a, b) => (a.latencyMs ?? Number.MAX_VALUE) - (b.latencyMs ?? Number.MAX_VALUE),
  );
  const boxes = points.some(({ meanIou }) => meanIou !== null);
  const labelled = points.some(({ top1Loss }) => top1Loss !== null);
  const decimals = columnDecimals(points.map(({ latencyMs }) => latencyMs));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
    <section className={styles.scroll} tabIndex={0} aria-label="Recipes, scroll">
      <table className={styles.table} aria-label="Recipes that were tried">
        <thead>
          <tr>
            <th scope="col">Recipe</th>
            <th scope="col">Median, ms</th>
            <th scope="col">SQNR, dB</th>
            {labelled && <th scope="col">Top-1 lost, points</th>}
            {boxes && <th scope="col">Mean IoU</th>}
            <th scope="col">Size</th>
            <th scope="col">Holds</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.build} data-selected={point.build === selected} data-outside={!point.holds}>
              <th scope="row">
                <button type="button" className={styles.pick} onClick={() => onSelect(point.build)}>
                  {point.build === search.chosen && <Trophy aria-label="Chosen" />}
                  {pointName(point, search.layers.length)}
                  {point.onFront && <span className={styles.tag}>front</span>}
                </button>
              </th>
              <td>{fixed(point.latencyMs, decimals)}</td>
              <td>{point.sqnrDb === null ? (point.maxAbsError === 0 ? '∞' : '–') : fixed(point.sqnrDb, 1)}</td>
              {labelled && <td>{fixed(point.top1Loss, 2)}</td>}
              {boxes && <td>{fixed(point.meanIou, 4)}</td>}
              <td>{bytes(point.bytes)}</td>
              <td title={point.reasons.join(' ')}>
                {point.holds ? <Check aria-label="holds" /> : <X aria-label="breaks the bounds" />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
