// Before the first model: how to get one here.
import { Workflow } from 'lucide-react';
import { chooseModel, openSample } from '#renderer/actions/openModel.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyState } from '#renderer/widgets/EmptyState.tsx';
import { shortcutText } from '#renderer/window/keys.ts';
import styles from './states.module.css';

export function EmptyGraph() {
  const sample = useSlice(sessionStore, ({ session }) => session.sample !== null);
  return (
    <div className={styles.state}>
      <EmptyState
        icon={<Workflow />}
        title="Drop an ONNX model here"
        text={
          <>
            Its graph appears at once, whatever its size; weights are read only when you look at them.{' '}
            <kbd>{shortcutText('Mod+O')}</kbd> opens a file, <kbd>{shortcutText('Mod+K')}</kbd> shows everything Lathe
            can do.
          </>
        }
      >
        <Button look="primary" onClick={() => void chooseModel()}>
          Open a model…
        </Button>
        {sample && <Button onClick={openSample}>Open the sample</Button>}
      </EmptyState>
    </div>
  );
}
