// The kernels that take most of the engine's time, layers that run the same one counted together.
import { useMemo } from 'react';
import { topKernels } from '#core/fusion/engine/topKernels.ts';
import { count, latency, percent } from '#renderer/format/format.ts';
import { type OpenEngine, showOnly } from './engines.ts';
import styles from './FigureTable.module.css';
import { selectLayer } from './link.ts';
import { TypeMark } from './TypeMark.tsx';

const most = 50;

export function KernelTable({ engine }: { readonly engine: OpenEngine }) {
  const kernels = useMemo(() => topKernels(engine.reading.report), [engine]);
  let sum = 0;
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label="Kernels by time">
        <thead>
          <tr>
            <th scope="col">Kernel</th>
            <th scope="col">Works in</th>
            <th scope="col" className={styles.number}>
              Layers
            </th>
            <th scope="col" className={styles.number}>
              Time
            </th>
            <th scope="col" className={styles.number}>
              Share
            </th>
            <th scope="col" className={styles.number} title="Of this kernel and all above it">
              Together
            </th>
          </tr>
        </thead>
        <tbody>
          {kernels.slice(0, most).map(({ kernel, precision, layers, ms, share }) => {
            sum += share ?? 0;
            return (
              <tr key={`${kernel} ${precision}`}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.link}
                    title={`${kernel}\nShow its layers`}
                    onClick={() => {
                      showOnly({
                        layers: new Set(layers),
                        why: kernel.length > 40 ? `${kernel.slice(0, 40)}…` : kernel,
                      });
                      selectLayer(layers[0] ?? null);
                    }}
                  >
                    {kernel}
                  </button>
                </th>
                <td>
                  <TypeMark type={precision} />
                </td>
                <td className={styles.number}>{count(layers.length)}</td>
                <td className={styles.number}>{latency(ms)}</td>
                <td className={styles.number}>{percent(share)}</td>
                <td className={styles.number}>{share === null ? '–' : percent(Math.min(1, sum), 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {kernels.length > most && <p className={styles.note}>{count(kernels.length - most)} more kernels take less.</p>}
    </div>
  );
}
