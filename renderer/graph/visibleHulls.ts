// The fusion groups of the window with their outlines and colours.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { GroupItems } from './fusionItems.ts';
import { fusionStore } from './fusions.ts';
import { type Hull, hullOf } from './hull.ts';
import { graphStore } from './store.ts';
import { visibleStore } from './visible.ts';

export interface VisibleHull {
  readonly group: GroupItems;
  /** Which of the eight colours. */
  readonly colour: number;
  readonly hull: Hull;
}

export function useVisibleHulls(): readonly VisibleHull[] {
  const map = useStore(graphStore, (state) => state.map);
  const view = useStore(fusionStore, (state) => state.view);
  const items = useStore(visibleStore, (visible) => visible.items);
  return useMemo(() => {
    if (!map || !view || items.length === 0) return [];
    const groups = new Set(Array.from(items, (item) => view.groupOf.get(item)));
    const colours = new Map(view.kinds.map(([name], place) => [name, place % 8]));
    return [...groups].flatMap((group) =>
      group ? [{ group, colour: colours.get(group.kind) ?? 0, hull: hullOf(map, group.items) }] : [],
    );
  }, [map, view, items]);
}
