// What a load found: the answer, the curves of all variants, and their figures.
import { CircleAlert, Trophy } from 'lucide-react';
import { useState } from 'react';
import type { LoadReport } from '#core/contract/load.ts';
import { notesOn } from '#core/measure/load/notes.ts';
import { ago, counted } from '#renderer/format/format.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import { LoadChart } from './LoadChart.tsx';
import styles from './LoadOutcome.module.css';
import { type LoadView, shownCurves } from './shownCurves.ts';
import { VariantTable } from './VariantTable.tsx';
import { variantText } from './variantText.ts';

export function LoadOutcome({ reports }: { readonly reports: readonly LoadReport[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [view, setView] = useState<LoadView>({ loop: 'open', figure: 'p99' });
  const [selected, setSelected] = useState<number | null>(null);
  const now = useNow(true);
  const report = reports.find(({ id }) => id === chosen) ?? reports[0];
  if (!report) return null;
  const points = report.variants.flatMap(({ result }) => result?.points ?? []);
  return (
    <Section
      title="Latency under load"
      aside={
        reports.length > 1 && (
          <Choice
            quiet
            name="Which load"
            value={report.id}
            options={reports.map((one) => ({
              value: one.id,
              label: `${ago(one.createdAt, now)}, ${counted(one.variants.length, 'variant')}`,
            }))}
            onChange={(id) => {
              setChosen(id);
              setSelected(null);
            }}
          />
        )
      }
    >
      <div className={styles.outcome}>
        <p className={styles.verdict}>
          {report.best === null ? (
            <CircleAlert aria-hidden className={styles.icon} />
          ) : (
            <Trophy aria-hidden className={styles.icon} />
          )}
          <span>{verdict(report)}</span>
        </p>
        <div className={styles.tools}>
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
          curves={shownCurves(report, view)}
          boundMs={view.figure === 'p99' ? report.boundMs : null}
          title={`${view.figure} latency, ms`}
          selected={selected}
          onSelect={setSelected}
        />
        <VariantTable report={report} selected={selected} onSelect={setSelected} />
        <p className={styles.aside}>
          {report.protocol === 'http' ? 'HTTP' : 'gRPC'} on {report.device}.{' '}
          {notesOn(points, { local: true }).join(' ')}
        </p>
      </div>
    </Section>
  );
}

function verdict(report: LoadReport): string {
  const best = report.best === null ? undefined : report.variants[report.best];
  const answer = best?.result?.answer;
  if (!best || !answer) return `No variant keeps its 99th percentile under ${report.boundMs} ms at any rate tried.`;
  const name = variantText(best, report);
  return report.variants.length > 1 ? `${name} bears most. ${answer.text}` : `${name}. ${answer.text}`;
}
