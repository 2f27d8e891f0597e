// While a model is opened: what is being done to it, and a way out.
import { useStore } from 'zustand';
import { Button } from '#renderer/widgets/Button.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import type { Phase } from './protocol.ts';
import styles from './states.module.css';
import { close, graphStore } from './store.ts';

const phases: Readonly<Record<Phase, string>> = {
  reading: 'Reading the file',
  'inferring shapes': 'Inferring shapes',
  'laying out': 'Laying out the graph',
  'looking at values': 'Looking at values',
  writing: 'Writing the file',
  comparing: 'Comparing',
};

export function LoadingGraph() {
  const name = useStore(graphStore, ({ handle }) => handle?.name ?? 'the model');
  const progress = useStore(graphStore, ({ status }) => (status.kind === 'loading' ? status.progress : null));
  const phase = phases[progress?.phase ?? 'reading'];
  return (
    <div className={styles.state}>
      <div className={styles.loading}>
        <p className={styles.name}>{name}</p>
        <ProgressBar name={phase} done={progress?.share ?? 0} total={progress?.share == null ? 0 : 1} />
        <p className={styles.phase} role="status">
          {phase}…
        </p>
        <Button look="quiet" onClick={close}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
