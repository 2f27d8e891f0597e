// How the latencies of each build are spread, and whether they stayed the same over the rounds.
import { useState } from 'react';
import { Curves } from '#renderer/charts/Curves.tsx';
import type { Curve } from '#renderer/charts/curve.ts';
import { cumulative, shareBeyond, sharedRange, shares } from '#renderer/charts/histogram.ts';
import { columnDecimals, fixed, percent } from '#renderer/format/format.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import styles from './LatencyChart.module.css';
import type { Row } from './rows.ts';

const views = [
  { value: 'histogram', label: 'Histogram' },
  { value: 'cumulative', label: 'Cumulative' },
  { value: 'rounds', label: 'Rounds' },
] as const;
type View = (typeof views)[number]['value'];
const bins = 90;
/** The histogram shows latencies up to so many times the median; what lies beyond is told in words. */
const bulkMedians = 3;

export function LatencyChart({ rows }: { readonly rows: readonly Row[] }) {
  const [view, setView] = useState<View>('histogram');
  const measured = rows.flatMap(({ build, measurement }) => (measurement ? [{ build, measurement }] : []));
  if (measured.length === 0) return null;
  const samples = measured.map(({ measurement }) => measurement.samples);
  const range = sharedRange(samples);
  const bulk = sharedRange(samples, bulkMedians);
  const beyond = measured
    .map(({ build, measurement }) => ({ build, share: shareBeyond(measurement.samples, bulk) }))
    .filter(({ share }) => share >= 0.005);
  const curves = (y: (measurement: (typeof measured)[number]['measurement']) => ArrayLike<number>): Curve[] =>
    measured.map(({ build, measurement }) => ({ id: build.id, precision: build.precision, y: y(measurement) }));
  const milliseconds = { ...range, title: 'ms' };
  const whole = (share: number) => percent(share, share > 0 && share < 0.1 ? 1 : 0);
  const places = columnDecimals(measured.flatMap(({ measurement }) => [...measurement.roundMedians]));
  const rounds = Math.max(...measured.map(({ measurement }) => measurement.roundMedians.length));
  return (
    <Section
      title="Latency distribution"
      aside={<Segments name="Shown as" value={view} options={views} onChange={setView} />}
    >
      {view === 'histogram' && (
        <Curves
          name="Histogram of latencies"
          filled
          curves={curves((measurement) => shares(measurement.samples, bulk, bins))}
          x={{ ...bulk, title: 'ms' }}
          y={{ low: 0, title: 'Share of inferences', format: whole }}
        />
      )}
      {view === 'histogram' && beyond.length > 0 && (
        <p className={styles.beyond}>
          Slower than the axis shows:{' '}
          {beyond.map(({ build, share }) => `${precisionNames[build.precision]} ${percent(share)}`).join(', ')}
        </p>
      )}
      {view === 'cumulative' && (
        <Curves
          name="Share of inferences that are at least so fast"
          curves={curves(({ samples }) => cumulative(samples, range, 200))}
          x={milliseconds}
          y={{ low: 0, title: 'Share at least so fast', format: whole }}
        />
      )}
      {view === 'rounds' && (
        <Curves
          name="Median of each measuring round"
          dots
          curves={curves(({ roundMedians }) => roundMedians)}
          x={{ low: 1, high: Math.max(2, rounds), title: 'round' }}
          y={{ title: 'Median of the round in ms', format: (value) => fixed(value, places) }}
        />
      )}
    </Section>
  );
}
