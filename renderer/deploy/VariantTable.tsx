// The variants of loads as figures: what each bears within the bound, where its knee lies, and its most.
import { Trophy } from 'lucide-react';
import type { LoadVariant } from '#core/contract/load.ts';
import { columnDecimals, fixed } from '#renderer/format/format.ts';
import styles from '#renderer/search/FigureTable.module.css';
import type { ShownLoads } from './shownVariants.ts';

interface VariantTableProps {
  readonly loads: ShownLoads;
  readonly boundMs: number;
  /** A variant's key. */
  readonly selected: string | null;
  readonly onSelect: (key: string | null) => void;
}

/** The longest bar, in pixels. */
const longest = 140;

/** What a single client sees at rest, and the most that the server answered. */
function ends({ result }: LoadVariant) {
  const alone = result?.points.find(({ concurrency }) => concurrency === 1)?.latency?.p50 ?? null;
  const most = result ? Math.max(...result.points.map(({ perSecond }) => perSecond)) : null;
  return { alone, most };
}

const whole = (value: number | null | undefined) => (value == null ? '–' : String(Math.round(value)));

export function VariantTable({ loads: { variants, best }, boundMs, selected, onSelect }: VariantTableProps) {
  const decimals = columnDecimals(variants.map(({ variant }) => ends(variant).alone));
  const kneeDecimals = columnDecimals(variants.map(({ variant }) => variant.result?.knee?.p99Ms ?? null));
  const highest = best?.answer?.perSecond ?? 0;
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
          {variants.map(({ key, name, variant, answer }) => {
            const { result, reason } = variant;
            const { alone, most } = ends(variant);
            const rate = answer?.perSecond ?? null;
            return (
              <tr key={key} data-selected={selected === key} data-outside={rate === null}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.pick}
                    aria-pressed={selected === key}
                    onClick={() => onSelect(selected === key ? null : key)}
                  >
                    {key === best?.key && <Trophy aria-label="Bears most" />}
                    {name}
                  </button>
                </th>
                {result ? (
                  <>
                    <td className={styles.bar} title={answer?.text}>
                      {rate !== null && highest > 0 && (
                        <span
                          aria-hidden
                          className={styles.fill}
                          style={{
                            width: `${(longest * rate) / highest}px`,
                            ...(variant.precision ? { background: `var(--precision-${variant.precision})` } : {}),
                          }}
                        />
                      )}
                      {whole(rate)}
                    </td>
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
