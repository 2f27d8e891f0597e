// The kinds of fusion in the graph with their counts; pointing at one lets its groups stand out, pressing shows the next.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { coverLeft } from './camera.ts';
import { FusionNote } from './FusionNote.tsx';
import { apartKind, type FusionItems, type GroupItems, removedKind } from './fusionItems.ts';
import { fusionStore, showGroup } from './fusions.ts';
import styles from './Legend.module.css';
import { LegendLine } from './LegendLine.tsx';
import { revealItems } from './moves.ts';
import { searchStore } from './search.ts';

const width = 284;

export function Legend() {
  const view = useStore(fusionStore, (state) => state.view);
  const group = useStore(fusionStore, (state) => state.group);
  const searching = useStore(searchStore, (state) => state.open);
  useEffect(() => coverLeft('legend', view ? width : 0), [view]);
  // Search stands in the same corner.
  if (!view || searching) return null;
  const next = (kind: string) => {
    const groups = groupsOf(view, kind);
    const place = groups.findIndex(({ id }) => id === group?.id);
    const chosen = groups[(place + 1) % groups.length] ?? null;
    showGroup(chosen);
    if (chosen) revealItems(chosen.items);
  };
  return (
    <section className={styles.legend} aria-label="Predicted fusions">
      <ul className={styles.kinds}>
        {view.kinds.map(([kind, count], place) => (
          <LegendLine key={kind} kind={kind} count={count} colour={place % 8} onPress={() => next(kind)} />
        ))}
        {[removedKind, apartKind].map((kind) => {
          const { length } = groupsOf(view, kind);
          return length > 0 && <LegendLine key={kind} kind={kind} count={length} onPress={() => next(kind)} />;
        })}
      </ul>
      {group && <FusionNote group={group} />}
    </section>
  );
}

function groupsOf(view: FusionItems, kind: string): readonly GroupItems[] {
  if (kind === removedKind) return view.removed;
  return kind === apartKind ? view.apart : view.groups.filter((group) => group.kind === kind);
}
