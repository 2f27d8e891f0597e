// Measuring one build: in the shapes it was built for, or batch by batch and shape by shape, with the result beneath.
import { ChartLine, Gauge } from 'lucide-react';
import { useState } from 'react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Sweep } from '#core/contract/sweep.ts';
import { formatShapes, parseShapes } from '#core/trtexec/parseShapes.ts';
import { measure } from '#renderer/actions/builds.ts';
import { MeasuringOptions } from '#renderer/compare/MeasuringOptions.tsx';
import { isAtWork } from '#renderer/jobs/jobText.ts';
import { RunningJob } from '#renderer/jobs/RunningJob.tsx';
import { linkStore } from '#renderer/store/link.ts';
import { measurementStore } from '#renderer/store/measurements.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { type Parsed, ParsedField } from '#renderer/widgets/ParsedField.tsx';
import styles from './Benchmark.module.css';
import { SweepResult } from './SweepResult.tsx';
import { sweepOf } from './sweep.ts';

export function Benchmark({ build }: { readonly build: BuildRecord }) {
  const [sweep, setSweep] = useState<Sweep>({ batches: [1, 2, 4, 8], shapes: [] });
  const [started, setStarted] = useState<string | null>(null);
  const session = useSlice(sessionStore, (slice) => slice.session);
  const connected = useSlice(linkStore, ({ link }) => link.kind === 'ready');
  const { sweeps, skipped } = useSlice(measurementStore, (slice) => slice);
  const job = session.jobs.find(({ id }) => id === started);
  const working = job !== undefined && isAtWork(job);
  const points = sweep.batches.length + sweep.shapes.length;
  const shown = sweepOf(build, session.builds, sweeps);
  const begin = async (over?: Sweep) => setStarted(await measure([build.id], over));
  return (
    <section className={styles.benchmark} aria-label="Benchmark">
      <h4>Benchmark</h4>
      <MeasuringOptions target={build.target} />
      <div className={styles.form}>
        <ParsedField
          label="Batch sizes"
          hint="one after the other"
          value={sweep.batches}
          format={(batches) => batches.join(', ')}
          parse={parseBatches}
          onChange={(batches) => setSweep({ ...sweep, batches: [...batches] })}
        />
        <ParsedField
          label="Shapes"
          hint="points apart by semicolons, inputs by commas"
          placeholder="image:1x3x224x224;image:2x3x320x320"
          mono
          value={sweep.shapes}
          format={formatShapes}
          parse={parsePoints}
          onChange={(shapes) => setSweep({ ...sweep, shapes: [...shapes] })}
        />
      </div>
      <div className={styles.actions}>
        <Button icon={<Gauge />} disabled={working || !connected} onClick={() => void begin()}>
          Measure
        </Button>
        <Button icon={<ChartLine />} disabled={working || !connected || points < 2} onClick={() => void begin(sweep)}>
          {points < 2 ? 'Measure all points' : `Measure ${points} points`}
        </Button>
        {points < 2 && <span className={styles.quiet}>A curve takes two points at least.</span>}
        <RunningJob job={job} />
      </div>
      {job?.state === 'failed' && job.failure && <FailureNote failure={job.failure} />}
      {shown && <SweepResult sweep={shown} skipped={skipped[build.id] ?? []} />}
    </section>
  );
}

/** Whole numbers from 1 on, each once and in order; none at all is fine. */
function parseBatches(text: string): Parsed<readonly number[]> {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const wrong = parts.find((part) => !/^[1-9]\d*$/.test(part));
  if (wrong !== undefined) return { error: `“${wrong}” is no batch size.` };
  return { value: [...new Set(parts.map(Number))].toSorted((a, b) => a - b) };
}

function parsePoints(text: string): Parsed<Sweep['shapes']> {
  if (text.trim() === '') return { value: [] };
  const shapes = parseShapes(text);
  return shapes ? { value: shapes } : { error: 'Write name:1x3x224x224.' };
}
