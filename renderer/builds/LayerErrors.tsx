// Each layer of a build against FP32: where its error comes from.
import { Layers } from 'lucide-react';
import type { BuildRecord } from '#core/contract/build.ts';
import { compareLayers } from '#renderer/actions/compareLayers.ts';
import { isAtWork } from '#renderer/jobs/jobText.ts';
import { RunningJob } from '#renderer/jobs/RunningJob.tsx';
import { layerErrorStore } from '#renderer/store/layerErrors.ts';
import { linkStore } from '#renderer/store/link.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import styles from './Benchmark.module.css';
import { LayerErrorTable } from './LayerErrorTable.tsx';
import { layerComparison } from './layerComparison.ts';

export function LayerErrors({ build }: { readonly build: BuildRecord }) {
  const session = useSlice(sessionStore, (slice) => slice.session);
  const connected = useSlice(linkStore, ({ link }) => link.kind === 'ready');
  const compared = useSlice(layerErrorStore, ({ byBuild }) => byBuild[build.id]);
  const found = layerComparison(build, session.builds);
  if (found === null) return null;
  const job = session.jobs.find(({ id }) => id === compared?.job);
  const working = job !== undefined && isAtWork(job);
  return (
    <section className={styles.benchmark} aria-label="Layers against FP32">
      <h4>Layers against FP32</h4>
      {found.kind === 'not' ? (
        <p className={styles.quiet}>{found.why}</p>
      ) : (
        <div className={styles.actions}>
          <Button
            icon={<Layers />}
            disabled={working || !connected}
            onClick={() => void compareLayers(build, found.reference)}
          >
            Compare each layer
          </Button>
          <RunningJob job={job} />
        </div>
      )}
      {job?.state === 'failed' && job.failure && <FailureNote failure={job.failure} />}
      {compared?.evaluation && <LayerErrorTable evaluation={compared.evaluation} />}
    </section>
  );
}
