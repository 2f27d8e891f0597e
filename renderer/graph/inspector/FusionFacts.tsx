// What the fusion preview says of one node: its group, its removal, or what keeps it apart.
import { useStore } from 'zustand';
import { fusionStore, showGroup } from '../fusions.ts';
import { kindTitle } from '../kindTitle.ts';
import { revealItems } from '../moves.ts';
import styles from './Inspector.module.css';
import { Section } from './Section.tsx';

export function FusionFacts({ item }: { readonly item: number }) {
  const view = useStore(fusionStore, (state) => state.view);
  const group = view?.groupOf.get(item);
  const removed = view?.removedOf.get(item);
  const apart = view?.apartOf.get(item) ?? [];
  if (!view || (!group && !removed && apart.length === 0)) return null;
  return (
    <Section title="Fusion">
      {group && (
        <>
          <button
            type="button"
            className={styles.group}
            onClick={() => {
              showGroup(group);
              revealItems(group.items);
            }}
          >
            {kindTitle(group.kind)},{' '}
            {group.nodes.length === 1 ? 'a kernel of its own' : `${group.nodes.length} nodes in one kernel`}
          </button>
          <p className={styles.doc}>{group.reason}</p>
        </>
      )}
      {removed && <p className={styles.doc}>Removed: {removed}</p>}
      {apart.map((reason) => (
        <p key={reason} className={styles.doc}>
          Kept apart: {reason}
        </p>
      ))}
    </Section>
  );
}
