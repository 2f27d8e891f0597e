// What each layer alone adds to the outputs' error in INT8: the worst first, or as they run.
import { Map as MapIcon } from 'lucide-react';
import { useState } from 'react';
import type { SearchResult } from '#core/contract/search.ts';
import type { SensitivityResult } from '#core/contract/sensitivity.ts';
import { noiseOf } from '#core/measure/search/weighLayers.ts';
import { counted, digits, duration, fixed, percent } from '#renderer/format/format.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import styles from './FigureTable.module.css';
import { LayerName } from './LayerName.tsx';
import own from './SensitivityTable.module.css';
import { showOnGraph } from './sensitivityHeat.ts';
import { sqnrText } from './sqnrText.ts';

interface SensitivityTableProps {
  readonly result: SensitivityResult;
  /** A search over the same layers, where there is one. */
  readonly chosen: SearchResult | undefined;
}

const orders = [
  { value: 'worst' as const, label: 'Worst first' },
  { value: 'model' as const, label: 'As they run' },
];

export function SensitivityTable({ result, chosen }: SensitivityTableProps) {
  const [order, setOrder] = useState<'worst' | 'model'>('worst');
  const total = result.layers.reduce((sum, layer) => sum + noiseOf(layer), 0);
  const most = Math.max(...result.layers.map(noiseOf), Number.MIN_VALUE);
  const layers = order === 'model' ? result.layers : result.layers.toSorted((a, b) => noiseOf(b) - noiseOf(a));
  const kept = new Map(chosen?.layers.map((layer) => [layer.node, layer.chosen]));
  const scored = result.layers.some(({ top1Change }) => top1Change !== null);
  return (
    <Section
      title="Each layer alone in INT8"
      aside={
        <span className={own.tools}>
          <Segments name="Order of layers" value={order} options={orders} onChange={setOrder} />
          <Button icon={<MapIcon />} onClick={() => showOnGraph(result)}>
            Show on the graph
          </Button>
        </span>
      }
    >
      <p className={own.about}>
        Error at the outputs with one layer in INT8 and all others in FP32, on {counted(result.samples, 'sample')} of{' '}
        {result.source}: {counted(result.layers.length, 'layer')} in {duration(result.ms)} (
        {digits(result.layersPerSecond)} a second).
        {!result.complete &&
          ` Stopped at ${result.layers.length} of ${result.total}: measuring again goes on from there.`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys. */}
      <section className={styles.scroll} tabIndex={0} aria-label="Layers, scroll">
        <table className={styles.table} aria-label="Sensitivity of layers">
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">Operator</th>
              <th scope="col">SQNR, dB</th>
              <th scope="col">Of the error</th>
              <th scope="col">Cosine</th>
              <th scope="col">Max error</th>
              {scored && <th scope="col">Top-1 changed</th>}
              {chosen && <th scope="col">In the recipe</th>}
            </tr>
          </thead>
          <tbody>
            {layers.map((layer) => (
              <tr key={layer.node}>
                <LayerName node={layer.node} />
                <td>{layer.opType}</td>
                <td>{sqnrText(layer)}</td>
                <td className={styles.bar}>
                  <span aria-hidden className={styles.fill} style={{ width: `${(72 * noiseOf(layer)) / most}px` }} />
                  {percent(total > 0 ? noiseOf(layer) / total : null, 1)}
                </td>
                <td>{fixed(layer.cosine, 6)}</td>
                <td>{digits(layer.maxAbsError)}</td>
                {scored && <td>{percent(layer.top1Change, 2)}</td>}
                {chosen && <td>{(kept.get(layer.node) ?? '–').toUpperCase()}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {result.skipped.length > 0 && (
        <p className={own.about}>
          Not measured alone: {result.skipped.map(({ node, reason }) => `${node} (${reason})`).join('; ')}.
        </p>
      )}
    </Section>
  );
}
