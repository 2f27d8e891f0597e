// What fails to be drawn in one tab leaves the others, the jobs and the log as they are.
import { Component, type ReactNode } from 'react';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import styles from './TabBoundary.module.css';

interface TabBoundaryProps {
  readonly tab: string;
  readonly children: ReactNode;
}

interface Caught {
  readonly reason: string | null;
}

/** A class, because React tells of such failures only classes. */
export class TabBoundary extends Component<TabBoundaryProps, Caught> {
  override readonly state: Caught = { reason: null };

  static getDerivedStateFromError(thrown: unknown): Caught {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    if (reason === null) return this.props.children;
    const failure = {
      reason: `${this.props.tab} cannot be shown.`,
      next: 'Load the window again: running jobs go on and finished builds are kept.',
      detail: reason,
    };
    return (
      <div className={styles.place} role="alert">
        <FailureNote failure={failure}>
          <Button onClick={() => location.reload()}>Load again</Button>
        </FailureNote>
      </div>
    );
  }
}
