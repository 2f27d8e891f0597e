// What is selected in the graph, in full: a node, a tensor, or with nothing selected the model.
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { inspectionStore } from './inspection.ts';
import { GroupPanel } from './inspector/GroupPanel.tsx';
import styles from './inspector/Inspector.module.css';
import { ModelPanel } from './inspector/ModelPanel.tsx';
import { NodePanel } from './inspector/NodePanel.tsx';
import { TensorPanel } from './inspector/TensorPanel.tsx';

interface InspectorProps {
  /** More that is known of a node, by its name. */
  readonly ofNode?: (name: string) => ReactNode;
}

export function Inspector({ ofNode }: InspectorProps) {
  const detail = useStore(inspectionStore, (state) => state.detail);
  const failure = useStore(inspectionStore, (state) => state.failure);
  return (
    <div className={styles.inspector}>
      {failure ? (
        <FailureNote failure={{ reason: failure.reason, next: failure.next }} />
      ) : detail === null ? (
        <p className={styles.nothing}>What you select in the graph is described here.</p>
      ) : detail.kind === 'node' ? (
        <NodePanel key={detail.item} node={detail} more={ofNode?.(detail.name)} />
      ) : detail.kind === 'group' ? (
        <GroupPanel key={detail.item} group={detail} />
      ) : detail.kind === 'tensor' ? (
        <TensorPanel key={detail.name} tensor={detail} />
      ) : (
        <ModelPanel model={detail} />
      )}
    </div>
  );
}
