// From which type to which the engine converts, how often, and what that costs.
import { useMemo } from 'react';
import { transitionMatrix } from '#core/fusion/engine/transitions.ts';
import { counted, latency } from '#renderer/format/format.ts';
import { classNames } from '#renderer/widgets/classNames.ts';
import { type OpenEngine, showOnly } from './engines.ts';
import styles from './FigureTable.module.css';
import { selectLayer } from './link.ts';
import { TypeMark } from './TypeMark.tsx';

export function TransitionTable({ engine }: { readonly engine: OpenEngine }) {
  const { types, transitions } = useMemo(() => transitionMatrix(engine.reading.report), [engine]);
  if (transitions.length === 0) return <p className={styles.note}>This engine converts nothing between its layers.</p>;
  const cellOf = (from: string, to: string) => transitions.find((one) => one.from === from && one.to === to);
  const total = transitions.reduce((sum, { count }) => sum + count, 0);
  const ms = transitions.every((one) => one.ms === null)
    ? null
    : transitions.reduce((sum, one) => sum + (one.ms ?? 0), 0);
  return (
    <div className={styles.scroll}>
      <table className={classNames(styles.table, styles.narrow)} aria-label="Conversions between layers">
        <thead>
          <tr>
            <th scope="col">from ↓ to →</th>
            {types.map((type) => (
              <th key={type} scope="col">
                <TypeMark type={type} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {types.map((from) => (
            <tr key={from}>
              <th scope="row">
                <TypeMark type={from} />
              </th>
              {types.map((to) => {
                const found = cellOf(from, to);
                if (!found)
                  return (
                    <td key={to} className={styles.none}>
                      –
                    </td>
                  );
                const what = from === to ? `Layout of ${from}` : `${from} → ${to}`;
                return (
                  <td key={to}>
                    <button
                      type="button"
                      className={styles.cell}
                      title={
                        from === to ? 'The layout changes, the type does not. Show these layers' : 'Show these layers'
                      }
                      onClick={() => {
                        showOnly({ layers: new Set(found.layers), why: what });
                        selectLayer(found.layers[0] ?? null);
                      }}
                    >
                      {found.count}
                      {found.ms === null ? '' : ` · ${latency(found.ms)}`}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        {counted(total, 'conversion')}
        {ms === null ? '' : `, ${latency(ms)} together`}. Where both types are the same, the layout changes.
      </p>
    </div>
  );
}
