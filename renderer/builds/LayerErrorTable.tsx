// The error of each layer's result, the worst first or as they run; those that the engine does not give out last.
import { useState } from 'react';
import type { Evaluation, LayerError } from '#core/contract/measurement.ts';
import { counted, digits, fixed } from '#renderer/format/format.ts';
import styles from '#renderer/search/FigureTable.module.css';
import { LayerName } from '#renderer/search/LayerName.tsx';
import own from '#renderer/search/SensitivityTable.module.css';
import { sqnrText } from '#renderer/search/sqnrText.ts';
import { Segments } from '#renderer/widgets/Segments.tsx';
import frame from './LayerErrorTable.module.css';

const orders = [
  { value: 'run' as const, label: 'As they run' },
  { value: 'worst' as const, label: 'Worst first' },
];

export function LayerErrorTable({ evaluation }: { readonly evaluation: Evaluation }) {
  const [order, setOrder] = useState<'run' | 'worst'>('run');
  const layers = evaluation.layers ?? [];
  if (layers.length === 0) {
    return <p className={own.about}>No layer of this engine could be matched with one of FP32’s.</p>;
  }
  const told = layers.filter(({ missing }) => missing === undefined);
  const untold = layers.filter(({ missing }) => missing !== undefined);
  const shown = order === 'run' ? told : told.toSorted((a, b) => decibels(a) - decibels(b));
  return (
    <div className={frame.layers}>
      <p className={own.about}>
        {counted(told.length, 'layer')} on samples of {evaluation.source}; each result carries the errors of the layers
        before it.
      </p>
      <div className={own.tools}>
        <Segments name="Order of layers" value={order} options={orders} onChange={setOrder} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys. */}
      <section className={styles.scroll} tabIndex={0} aria-label="Layers, scroll">
        <table className={styles.table} aria-label="Errors of layers">
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">SQNR, dB</th>
              <th scope="col">Cosine</th>
              <th scope="col">Max error</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((layer) => (
              <tr key={layer.node}>
                <LayerName node={layer.node} />
                <td>{sqnrText(layer)}</td>
                <td>{fixed(layer.cosine, 6)}</td>
                <td>{digits(layer.maxAbsError)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {untold.length > 0 && (
        <p className={own.about}>
          Not told: {untold.map(({ node }) => node).join(', ')}. {untold[0]?.missing}
        </p>
      )}
    </div>
  );
}

/** Where there is no error at all there is nothing to look at. */
function decibels({ sqnrDb }: LayerError): number {
  return sqnrDb ?? Number.POSITIVE_INFINITY;
}
