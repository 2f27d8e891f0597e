// The outlines of the groups of the window, behind the cards, while the outline is shown; a tag on each folds it.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Rectangle } from '#core/graph/window.ts';
import { toggleGroup } from './folding.ts';
import { foldingStore } from './foldingStore.ts';
import styles from './GroupLayer.module.css';
import { type GroupBoxes, groupBoxes } from './groupBoxes.ts';
import { groupsOfItem, timesShown } from './groupsOfItem.ts';
import { outlineStore } from './outline.ts';
import { fitted, textWidth } from './reader/textWidth.ts';
import { graphStore } from './store.ts';
import { visibleStore } from './visible.ts';

/** Room between the outlines of a group and of one inside it; there is not more of it between the cards. */
const step = 6;
const most = 4;
const size = 9.5;
const tagHeight = 14;

interface Outlined {
  readonly group: number;
  readonly name: string;
  readonly area: Rectangle;
}

export function GroupLayer() {
  const groups = useOutlinedGroups();
  const active = useStore(outlineStore, (state) => state.active);
  if (groups.length === 0) return null;
  return (
    <svg className={styles.layer} width="1" height="1" aria-hidden="true">
      {groups.map(({ group, area }) => (
        <rect key={group} className={styles.box} data-active={group === active} {...area} rx={10} />
      ))}
    </svg>
  );
}

export function GroupTags() {
  const groups = useOutlinedGroups();
  const active = useStore(outlineStore, (state) => state.active);
  if (groups.length === 0) return null;
  return (
    <svg className={styles.layer} width="1" height="1" aria-hidden="true">
      {tagged(groups).map(({ group, text, x, y, width }) => (
        // The keyboard folds in the outline, and with C in the graph.
        // biome-ignore lint/a11y/noStaticElementInteractions: see above
        <g key={group} className={styles.tag} data-active={group === active} onClick={() => void toggleGroup(group)}>
          <title>{`${text}: fold into one card`}</title>
          <rect x={x} y={y} width={width} height={tagHeight} rx={4} />
          <text x={x + 5} y={y + 10.5} fontSize={size}>
            {text}
          </text>
        </g>
      ))}
    </svg>
  );
}

interface Tag {
  readonly group: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Tags of groups that begin at the same corner stand side by side. */
function tagged(groups: readonly Outlined[]): readonly Tag[] {
  const tags: Tag[] = [];
  for (const { group, name, area } of groups) {
    const text = fitted(name, size, Math.max(area.width - 24, 60));
    const width = textWidth(text, size) + 10;
    const y = area.y - tagHeight / 2;
    let x = area.x + 8;
    for (const other of tags) {
      const apart = x + width < other.x || x > other.x + other.width || Math.abs(other.y - y) > tagHeight;
      if (!apart) x = other.x + other.width + 4;
    }
    if (text !== '') tags.push({ group, text, x, y, width });
  }
  return tags;
}

/** The outermost first, so that the inner ones lie over them. */
function useOutlinedGroups(): readonly Outlined[] {
  const map = useStore(graphStore, (state) => state.map);
  const grouping = useStore(foldingStore, (state) => state.grouping);
  const folded = useStore(foldingStore, (state) => state.folded);
  const shown = useStore(outlineStore, (state) => state.shown);
  const items = useStore(visibleStore, (visible) => visible.items);
  return useMemo(() => {
    if (!map || !grouping || !shown || items.length === 0) return [];
    const boxes = groupBoxes(map, grouping.tree, folded);
    const groups = new Set(Array.from(items, groupsOfItem).flat());
    return [...groups]
      .filter((group) => !boxes.isFolded(group) && boxes.isAlone(group))
      .sort((a, b) => a - b)
      .flatMap((group) => {
        const box = boxes.box(group);
        const times = timesShown(group);
        const name = `${grouping.tree.names[group] ?? ''}${times > 1 ? ` ×${times}` : ''}`;
        return box ? [{ group, name, area: grown(box, 8 + step * Math.min(most, innerDepth(boxes, group))) }] : [];
      });
  }, [map, grouping, folded, shown, items]);
}

/** How many outlines lie inside a group's own, at most. */
function innerDepth(boxes: GroupBoxes, group: number): number {
  const inner = (boxes.inner.get(group) ?? []).filter((one) => !boxes.isFolded(one) && boxes.isAlone(one));
  return inner.reduce((deepest, one) => Math.max(deepest, 1 + innerDepth(boxes, one)), 0);
}

function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}
