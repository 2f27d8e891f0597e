// How a deployment fares now, with the last minute behind each figure.
import type { Deployment, ServingMetrics } from '#core/contract/serving.ts';
import { Sparkline } from '#renderer/charts/Sparkline.tsx';
import { bytes, count, digits, latency } from '#renderer/format/format.ts';
import { servingHistoryStore } from '#renderer/store/servingHistory.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import styles from './DeploymentCard.module.css';

interface Figure {
  readonly name: string;
  readonly value: (metrics: ServingMetrics) => number | null;
  readonly format: (value: number | null) => string;
}

const whole = (value: number | null) => (value === null ? '–' : count(Math.round(value)));

const figures: readonly Figure[] = [
  { name: 'Requests a second', value: ({ perSecond }) => perSecond, format: whole },
  { name: 'p99', value: ({ p99Ms }) => p99Ms, format: latency },
  { name: 'Waiting', value: ({ queued }) => queued, format: whole },
  {
    name: 'Rows a batch',
    value: ({ meanBatch }) => meanBatch,
    format: (value) => (value === null ? '–' : digits(value, 2)),
  },
  { name: 'Errors', value: ({ errors }) => errors, format: whole },
  { name: 'Memory', value: ({ residentBytes }) => residentBytes, format: bytes },
];

const minute = 60;

export function LiveFigures({ deployment }: { readonly deployment: Deployment }) {
  const history = useSlice(servingHistoryStore, ({ histories }) => histories[deployment.id] ?? []);
  const { metrics } = deployment;
  return (
    <dl className={styles.figures} aria-label="Figures of the last second">
      {figures.map(({ name, value, format }) => (
        <div key={name} className={styles.figure}>
          <dt>{name}</dt>
          <dd>
            {format(metrics && value(metrics))}
            <Sparkline name={`${name} over the last minute`} values={history.map(value)} most={minute} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
