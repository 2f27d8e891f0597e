// What loads found: the answer under the bound, the curves of all variants side by side, and their figures.
import { CircleAlert, Trophy } from 'lucide-react';
import { useState } from 'react';
import type { LoadReport } from '#core/contract/load.ts';
import { notesOn } from '#core/measure/load/notes.ts';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parsePositive } from '#renderer/widgets/parse.ts';
import { Section } from '#renderer/widgets/Section.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import { LoadChart } from './LoadChart.tsx';
import styles from './LoadOutcome.module.css';
import { LoadReports } from './LoadReports.tsx';
import { type LoadView, shownCurves } from './shownCurves.ts';
import { type ShownLoads, shownVariants } from './shownVariants.ts';
import { VariantTable } from './VariantTable.tsx';

export function LoadOutcome({ reports }: { readonly reports: readonly LoadReport[] }) {
  /** By hand; else the newest alone is shown. */
  const [ticked, setTicked] = useState<Readonly<Record<string, boolean>>>({});
  const [view, setView] = useState<LoadView>({ loop: 'open', figure: 'p99' });
  const [bound, setBound] = useState<number | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const shown = reports.filter(({ id }, place) => ticked[id] ?? place === 0);
  const boundMs = bound ?? shown[0]?.boundMs ?? 10;
  const loads = shownVariants(shown, boundMs);
  const points = loads.variants.flatMap(({ variant }) => variant.result?.points ?? []);
  const devices = [...new Set(shown.map(({ device }) => device))].join('; ');
  return (
    <Section title="Latency under load">
      <div className={styles.outcome}>
        <LoadReports
          reports={reports}
          shown={new Set(shown.map(({ id }) => id))}
          onShow={(id, show) => setTicked({ ...ticked, [id]: show })}
        />
        {shown.length === 0 ? (
          <p className={styles.aside}>Tick a load to see its curves; several are drawn side by side.</p>
        ) : (
          <>
            <p className={styles.verdict} role="status">
              {loads.best ? (
                <Trophy aria-hidden className={styles.icon} />
              ) : (
                <CircleAlert aria-hidden className={styles.icon} />
              )}
              <span>{verdict(loads, boundMs)}</span>
            </p>
            <div className={styles.tools}>
              <div className={styles.bound}>
                <ParsedField
                  label="Answer for p99 under, ms"
                  value={boundMs}
                  format={String}
                  parse={parsePositive(3_600_000)}
                  onChange={setBound}
                />
              </div>
              <Segments
                name="Loop"
                value={view.loop}
                options={[
                  { value: 'open', label: 'Arrivals at random' },
                  { value: 'closed', label: 'So many at once' },
                ]}
                onChange={(loop) => setView({ ...view, loop })}
              />
              <Segments
                name="Percentile"
                value={view.figure}
                options={[
                  { value: 'p99', label: 'p99' },
                  { value: 'p50', label: 'p50' },
                ]}
                onChange={(figure) => setView({ ...view, figure })}
              />
            </div>
            <LoadChart
              curves={shownCurves(loads.variants, view)}
              boundMs={view.figure === 'p99' ? boundMs : null}
              title={`${view.figure} latency, ms`}
              selected={selected}
              onSelect={setSelected}
            />
            <VariantTable loads={loads} boundMs={boundMs} selected={selected} onSelect={setSelected} />
            <p className={styles.aside}>
              {devices}. {notesOn(points, { local: true }).join(' ')}
              {shown.some((report) => report.boundMs !== boundMs) &&
                ' Rates were narrowed down for another bound; run the load again with this one for a closer answer.'}
            </p>
          </>
        )}
      </div>
    </Section>
  );
}

function verdict({ variants, best }: ShownLoads, boundMs: number): string {
  if (!best?.answer) return `No variant keeps its 99th percentile under ${boundMs} ms at any rate tried.`;
  return variants.length > 1 ? `${best.name} bears most. ${best.answer.text}` : `${best.name}. ${best.answer.text}`;
}
