// The groups of the graph beside it: what is inside what, what is folded, and which blocks come again and again.
import { FoldVertical, UnfoldVertical, X } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { BlockList } from './BlockList.tsx';
import { ColourChoice } from './ColourChoice.tsx';
import { foldLevel, groupBy, unfoldAll } from './folding.ts';
import { foldingStore } from './foldingStore.ts';
import { fusionStore } from './fusions.ts';
import { GroupList } from './GroupList.tsx';
import type { GroupsBy } from './grouping.ts';
import styles from './Outline.module.css';
import { outlineStore, toggleOutline } from './outline.ts';
import { levelSizes } from './outlineRows.ts';

export function Outline() {
  const shown = useStore(outlineStore, (state) => state.shown);
  return shown ? <Panel /> : null;
}

function Panel() {
  const { grouping, folded, once, busy } = useStore(foldingStore);
  const predicted = useStore(fusionStore, (state) => state.report !== null);
  const levels = useMemo(() => (grouping ? levelSizes(grouping.tree) : []), [grouping]);
  const ways = [
    { value: 'scope' as const, label: 'Name scopes' },
    { value: 'function' as const, label: 'Local functions', disabled: !grouping?.hasFunctions },
    { value: 'fusion' as const, label: 'Predicted kernels', disabled: !predicted && grouping?.by !== 'fusion' },
  ];
  const levelWays = levels.map((count, depth) => ({
    value: String(depth),
    label: `Level ${depth + 1}`,
    detail: `${count} ${count === 1 ? 'group' : 'groups'}`,
  }));
  return (
    <section className={styles.outline} aria-label="Outline" aria-busy={busy}>
      <header className={styles.head}>
        <h2 className={styles.title}>Outline</h2>
        <IconButton name="Close the outline" icon={<X />} onClick={() => toggleOutline(false)} />
      </header>
      <div className={styles.tools}>
        <Choice<GroupsBy>
          name="Group by"
          quiet
          value={grouping?.by ?? 'scope'}
          options={ways}
          onChange={(by) => void groupBy(by)}
        />
        <span className={styles.gap} />
        {levels.length > 1 ? (
          <Choice
            name="Fold a level"
            quiet
            value=""
            options={[{ value: '', label: 'Fold…', disabled: true }, ...levelWays]}
            onChange={(level) => void foldLevel(Number(level))}
          />
        ) : (
          <IconButton
            name="Fold all"
            icon={<FoldVertical />}
            disabled={levels.length === 0}
            onClick={() => void foldLevel(0)}
          />
        )}
        <IconButton
          name="Unfold all"
          icon={<UnfoldVertical />}
          disabled={folded.size + once.size === 0}
          onClick={() => void unfoldAll()}
        />
      </div>
      <ColourChoice />
      {grouping === null ? (
        <p className={styles.none} role="status">
          Looking for groups…
        </p>
      ) : grouping.tree.count === 0 ? (
        <p className={styles.none}>
          {grouping.by === 'scope'
            ? 'The names of the nodes tell no scopes, so there is nothing to group them by.'
            : grouping.by === 'function'
              ? 'No function of several nodes is called.'
              : 'No kernels of several nodes are predicted.'}
        </p>
      ) : (
        <GroupList tree={grouping.tree} />
      )}
      <BlockList />
    </section>
  );
}
