// The figures of a finished build in its card: size, build time, latency where it was measured.
import { Gauge, TriangleAlert } from 'lucide-react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { measure } from '#renderer/actions/builds.ts';
import { ago, bytes, counted, duration, latency, percent } from '#renderer/format/format.ts';
import { isAtWork, progressText } from '#renderer/jobs/jobText.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { measurementStore } from '#renderer/store/measurements.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { GateBadge } from '#renderer/widgets/GateBadge.tsx';
import styles from './BuiltFigures.module.css';
import { measurementOf } from './cardState.ts';

export function BuiltFigures({ build, model }: { readonly build: BuildRecord; readonly model: ModelRef }) {
  const comparisons = useSlice(sessionStore, ({ session }) => session.comparisons);
  const alone = useSlice(measurementStore, ({ byBuild }) => byBuild);
  const bench = useSlice(sessionStore, ({ session }) =>
    session.jobs.find(
      (job) => job.kind === 'bench' && isAtWork(job) && job.model === build.model && job.precision === build.precision,
    ),
  );
  const now = useNow(false);
  const measurement = measurementOf(build.id, comparisons, alone);
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>Size</dt>
          <dd>
            {bytes(build.bytes)}{' '}
            <span className={styles.quiet}>{percent(build.bytes / model.bytes, 0)} of the model</span>
          </dd>
        </div>
        <div>
          <dt>Build time</dt>
          <dd>{duration(build.buildMs)}</dd>
        </div>
        <div>
          <dt>Latency</dt>
          <dd>
            {bench ? (
              <span className={styles.busy}>{progressText(bench)}</span>
            ) : measurement ? (
              <>
                {latency(measurement.latencyMs.median)}{' '}
                <span className={styles.quiet}>p99 {latency(measurement.latencyMs.p99)}</span>
              </>
            ) : (
              <Button look="quiet" className={styles.measure} icon={<Gauge />} onClick={() => void measure([build.id])}>
                Measure
              </Button>
            )}
          </dd>
        </div>
      </dl>
      <p className={styles.when}>
        {build.gate && (
          <span className={styles.gate}>
            <GateBadge gate={build.gate} />
          </span>
        )}
        Built {ago(build.createdAt, now)}
        {build.kept.length > 0 && ` · ${counted(build.kept.length, 'node')} kept in FP32`}
        {build.warnings.length > 0 && (
          <span className={styles.warning}>
            <TriangleAlert aria-hidden /> {counted(build.warnings.length, 'warning')}
          </span>
        )}
      </p>
    </>
  );
}
