// The layers that a recipe keeps out of INT8, and what each of them costs and takes away.
import type { SearchPoint, SearchResult } from '#core/contract/search.ts';
import { keptCosts } from '#core/measure/search/keptCosts.ts';
import { fixed, latency, percent } from '#renderer/format/format.ts';
import styles from './FigureTable.module.css';
import { showLayer } from './showLayer.ts';

interface KeptLayersProps {
  readonly search: SearchResult;
  readonly point: SearchPoint;
}

export function KeptLayers({ search, point }: KeptLayersProps) {
  const kept = keptCosts(point, search.layers);
  if (kept.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
    <section className={styles.scroll} tabIndex={0} aria-label="Layers kept out of INT8, scroll">
      <table className={styles.table} aria-label="Layers kept out of INT8">
        <thead>
          <tr>
            <th scope="col">Kept out of INT8</th>
            <th scope="col">Computes in</th>
            <th scope="col">Of INT8’s error</th>
            <th scope="col">Alone, dB</th>
            <th scope="col">FP32</th>
            <th scope="col">INT8</th>
            <th scope="col">Costs</th>
            <th
              scope="col"
              title="What the outputs would lose with this layer in INT8 as well, by the errors of single layers"
            >
              Gains, dB
            </th>
          </tr>
        </thead>
        <tbody>
          {kept.map(({ layer, ms, db }) => (
            <tr key={layer.node}>
              <th scope="row" className={styles.name} title={layer.node}>
                <button type="button" className={styles.pick} onClick={() => void showLayer(layer.node)}>
                  {layer.node}
                </button>
              </th>
              <td>{(point.recipe.layers[layer.node] ?? 'fp32').toUpperCase()}</td>
              <td>{percent(layer.noise, 1)}</td>
              <td>{fixed(layer.sqnrDb, 1)}</td>
              <td>{latency(layer.fp32Ms)}</td>
              <td>{latency(layer.int8Ms)}</td>
              <td>{costText(ms)}</td>
              <td>{fixed(db, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function costText(gain: number | null): string {
  if (gain === null) return '–';
  return gain > 0 ? latency(gain) : 'nothing';
}
