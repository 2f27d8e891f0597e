// Fusion groups as padded hulls behind the cards.
import { memo, useMemo } from 'react';
import { useStore } from 'zustand';
import { fusionStore, showGroup } from './fusions.ts';
import styles from './HullLayer.module.css';
import { type Hull, hullOf } from './hull.ts';
import { graphStore } from './store.ts';
import { visibleStore } from './visible.ts';

export function HullLayer() {
  const map = useStore(graphStore, (state) => state.map);
  const view = useStore(fusionStore, (state) => state.view);
  const kind = useStore(fusionStore, (state) => state.kind);
  const items = useStore(visibleStore, (visible) => visible.items);
  const hulls = useMemo(() => {
    if (!map || !view || items.length === 0) return [];
    const groups = new Set(Array.from(items, (item) => view.groupOf.get(item)));
    const colours = new Map(view.kinds.map(([name], place) => [name, place % 8]));
    return [...groups].flatMap((group) =>
      group ? [{ group, colour: colours.get(group.kind) ?? 0, hull: hullOf(map, group.items) }] : [],
    );
  }, [map, view, items]);
  const chosen = useStore(fusionStore, (state) => state.group?.id);
  if (hulls.length === 0) return null;
  return (
    <svg className={styles.layer} width="1" height="1" aria-hidden="true">
      {hulls.map(({ group, colour, hull }) => (
        // The keyboard reaches groups through the legend and the inspector.
        // biome-ignore lint/a11y/noStaticElementInteractions: see above
        <g
          key={group.id}
          className={styles.hull}
          style={{ ['--hull' as string]: `var(--fusion-${colour})` }}
          data-quiet={kind !== null && kind !== group.kind}
          data-chosen={chosen === group.id}
          onClick={() => showGroup(group)}
        >
          <Shapes hull={hull} />
        </g>
      ))}
    </svg>
  );
}

/** Drawn twice, the second time a little smaller: what remains of the first is the outline of the whole. */
const Shapes = memo(function Shapes({ hull }: { readonly hull: Hull }) {
  return (['edge', 'ground'] as const).map((part) => (
    <g key={part} className={styles[part]}>
      {hull.links.map((path) => (
        <path key={path} d={path} />
      ))}
      {hull.boxes.map(({ x, y, width, height }) => (
        <rect key={`${x} ${y}`} x={x} y={y} width={width} height={height} rx={14} />
      ))}
    </g>
  ));
});
