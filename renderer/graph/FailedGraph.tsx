// A model that could not be shown: why, and what to do next.
import { useStore } from 'zustand';
import { chooseModel, openAgain } from '#renderer/actions/openModel.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import styles from './states.module.css';
import { graphStore, retry } from './store.ts';

export function FailedGraph() {
  const failure = useStore(graphStore, ({ status }) => (status.kind === 'failed' ? status.failure : null));
  const name = useStore(graphStore, ({ handle }) => handle?.name ?? 'The model');
  const id = useStore(graphStore, ({ handle }) => handle?.id ?? '');
  if (!failure) return null;
  return (
    <div className={styles.state}>
      <div className={styles.failed} role="alert">
        <h2 className={styles.name}>{name} cannot be shown</h2>
        <FailureNote failure={{ reason: failure.reason, next: failure.next }}>
          <Button onClick={() => void chooseModel()}>Open another model…</Button>
          <Button look="quiet" onClick={() => openAgain(id) || retry()}>
            Try again
          </Button>
        </FailureNote>
      </div>
    </div>
  );
}
