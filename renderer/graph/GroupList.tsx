// The tree of groups: names with their sizes, opened and folded by pointer and by keys; only rows in sight are made.
import { ChevronRight, FoldVertical, UnfoldVertical } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import { count } from '#renderer/format/format.ts';
import { toggleGroup } from './folding.ts';
import { foldingStore } from './foldingStore.ts';
import styles from './Outline.module.css';
import { goToGroup, outlineStore, standAt, toggleRow } from './outline.ts';
import { type OutlineRow, outlineRows } from './outlineRows.ts';

const rowHeight = 26;

export function GroupList({ tree }: { readonly tree: GroupTree }) {
  const open = useStore(outlineStore, (state) => state.open);
  const active = useStore(outlineStore, (state) => state.active);
  const rows = useMemo(() => outlineRows(tree, open), [tree, open]);
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 400 });
  const at = rows.findIndex(({ group }) => group === active);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || at < 0) return;
    if (at * rowHeight < element.scrollTop) element.scrollTop = at * rowHeight;
    const bottom = (at + 1) * rowHeight - element.clientHeight;
    if (bottom > element.scrollTop) element.scrollTop = bottom;
  }, [at]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - 4);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + 4);
  return (
    <div
      ref={box}
      role="tree"
      tabIndex={0}
      aria-label="Groups"
      aria-activedescendant={at >= 0 ? `outline-${active}` : undefined}
      className={styles.tree}
      onScroll={({ currentTarget }) => setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
      onKeyDown={(event) => {
        if (treeKey(event, tree, rows, at)) event.preventDefault();
      }}
    >
      <div role="none" style={{ height: rows.length * rowHeight }}>
        <div role="none" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {rows.slice(first, last).map((row) => (
            <Row key={row.group} tree={tree} row={row} active={row.group === active} />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Arrow keys go through the tree, Enter shows the group in the graph, Space folds it there. */
function treeKey({ key }: KeyboardEvent, tree: GroupTree, rows: readonly OutlineRow[], at: number): boolean {
  const row = rows[at];
  const stand = (place: number) => standAt(rows[Math.min(rows.length - 1, Math.max(0, place))]?.group ?? -1);
  if (key === 'ArrowDown') stand(at + 1);
  else if (key === 'ArrowUp') stand(at - 1);
  else if (key === 'Home') stand(0);
  else if (key === 'End') stand(rows.length - 1);
  else if (!row) return false;
  else if (key === 'ArrowRight') {
    if (row.hasInner && !row.isOpen) toggleRow(row.group, true);
    else stand(at + 1);
  } else if (key === 'ArrowLeft') {
    if (row.isOpen) toggleRow(row.group, false);
    else if (tree.parents[row.group] !== -1) standAt(tree.parents[row.group] ?? -1);
  } else if (key === 'Enter') goToGroup(row.group);
  else if (key === ' ') void toggleGroup(row.group);
  else return false;
  return true;
}

interface RowProps {
  readonly tree: GroupTree;
  readonly row: OutlineRow;
  readonly active: boolean;
}

function Row({ tree, row: { group, depth, hasInner, isOpen }, active }: RowProps) {
  const folded = useStore(foldingStore, (state) => state.folded.has(group));
  const name = tree.names[group] ?? '';
  return (
    // The tree itself has the focus and hears the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={`outline-${group}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={active}
      aria-expanded={hasInner ? isOpen : undefined}
      aria-label={`${name}, ${tree.sizes[group]} nodes${folded ? ', folded' : ''}`}
      className={styles.row}
      data-folded={folded}
      style={{ paddingLeft: 6 + 14 * depth }}
      onClick={() => goToGroup(group)}
      onDoubleClick={() => void toggleGroup(group)}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-hidden={!hasInner}
        aria-label={isOpen ? 'Close' : 'Open'}
        className={styles.open}
        data-open={isOpen}
        data-none={!hasInner}
        onClick={(event) => {
          event.stopPropagation();
          toggleRow(group);
        }}
      >
        <ChevronRight aria-hidden />
      </button>
      <span className={styles.name} title={tree.paths[group]}>
        {name}
      </span>
      <span className={styles.count}>{count(tree.sizes[group] ?? 0)}</span>
      <button
        type="button"
        tabIndex={-1}
        className={styles.fold}
        aria-label={folded ? `Unfold ${name}` : `Fold ${name}`}
        title={folded ? 'Unfold' : 'Fold into one card'}
        onClick={(event) => {
          event.stopPropagation();
          void toggleGroup(group);
        }}
      >
        {folded ? <UnfoldVertical aria-hidden /> : <FoldVertical aria-hidden />}
      </button>
    </div>
  );
}
