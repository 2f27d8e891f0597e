// The blocks that come again and again: a press goes from one occurrence to the next, a switch shows them once.
import { Repeat } from 'lucide-react';
import { useStore } from 'zustand';
import type { Block } from '#core/graph/blocks/block.ts';
import { toggleOnce } from './folding.ts';
import { foldingStore } from './foldingStore.ts';
import styles from './Outline.module.css';
import { nextOccurrence, outlineStore } from './outline.ts';

export function BlockList() {
  const blocks = useStore(foldingStore, (state) => state.grouping?.blocks ?? null);
  if (!blocks || blocks.length === 0) return null;
  return (
    <section className={styles.blocks} aria-label="Repeated blocks">
      <h3 className={styles.heading}>Repeated blocks</h3>
      <ul>
        {blocks.map((block, place) => (
          <Line key={block.name} block={block} place={place} />
        ))}
      </ul>
    </section>
  );
}

function Line({ block, place }: { readonly block: Block; readonly place: number }) {
  const once = useStore(foldingStore, (state) => state.once.has(place));
  const at = useStore(outlineStore, ({ occurrence }) => (occurrence?.block === place ? occurrence.place : -1));
  const times = block.occurrences.length;
  return (
    <li className={styles.block}>
      <button
        type="button"
        className={styles.occurrence}
        aria-pressed={at >= 0}
        title={`${block.name}: ${times} times ${block.size} nodes; press for the next one`}
        onClick={() => nextOccurrence(place)}
      >
        <span className={styles.name}>{block.name}</span>
        <span className={styles.times}>{at >= 0 ? `${at + 1} of ${times}` : `×${times}`}</span>
        <span className={styles.count}>{block.size}</span>
      </button>
      <button
        type="button"
        className={styles.once}
        aria-pressed={once}
        aria-label={`Show ${block.name} once`}
        title={once ? 'Show every occurrence' : 'Show once'}
        onClick={() => void toggleOnce(place)}
      >
        <Repeat aria-hidden />
      </button>
    </li>
  );
}
