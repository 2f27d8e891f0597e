// The variants of a load as figures: what each bears within the bound, where its knee lies, and its most.
import { Trophy } from 'lucide-react';
import type { LoadReport, LoadVariant } from '#core/contract/load.ts';
import { columnDecimals, fixed } from '#renderer/format/format.ts';
import styles from '#renderer/search/FigureTable.module.css';
import { variantText } from './variantText.ts';

interface VariantTableProps {
  readonly report: LoadReport;
  readonly selected: number | null;
  readonly onSelect: (place: number | null) => void;
}

/** What a single client sees at rest, and the most that the server answered. */
function ends({ result }: LoadVariant) {
  const alone = result?.points.find(({ concurrency }) => concurrency === 1)?.latency?.p50 ?? null;
  const most = result ? Math.max(...result.points.map(({ perSecond }) => perSecond)) : null;
  return { alone, most };
}

const whole = (value: number | null | undefined) => (value == null ? '–' : String(Math.round(value)));

export function VariantTable({ report, selected, onSelect }: VariantTableProps) {
  const { variants, best, boundMs } = report;
  const decimals = columnDecimals(variants.map((variant) => ends(variant).alone));
  const kneeDecimals = columnDecimals(variants.map(({ result }) => result?.knee?.p99Ms ?? null));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
    <section className={styles.scroll} tabIndex={0} aria-label="Variants, scroll">
      <table className={styles.table} aria-label="Variants under load">
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">Requests a second, p99 under {boundMs} ms</th>
            <th scope="col">Most a second</th>
            <th scope="col">Knee, a second</th>
            <th scope="col">p99 there, ms</th>
            <th scope="col">p50 alone, ms</th>
            <th scope="col">Errors</th>
          </tr>
        </thead>
        <tbody>
          {variants.map((variant, place) => {
            const { result, reason } = variant;
            const { alone, most } = ends(variant);
            const name = variantText(variant, report);
            return (
              <tr key={name} data-selected={selected === place} data-outside={result?.answer.perSecond == null}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.pick}
                    onClick={() => onSelect(selected === place ? null : place)}
                  >
                    {place === best && <Trophy aria-label="Bears most" />}
                    {name}
                  </button>
                </th>
                {result ? (
                  <>
                    <td title={result.answer.text}>{whole(result.answer.perSecond)}</td>
                    <td>{whole(most)}</td>
                    <td title={result.knee?.method}>{whole(result.knee?.perSecond)}</td>
                    <td>{fixed(result.knee?.p99Ms ?? null, kneeDecimals)}</td>
                    <td>{fixed(alone, decimals)}</td>
                    <td>{result.points.reduce((sum, { errors }) => sum + errors, 0)}</td>
                  </>
                ) : (
                  <td colSpan={6}>{reason}</td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
