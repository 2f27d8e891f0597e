// Fusion groups as padded hulls behind the cards.
import { memo } from 'react';
import { useStore } from 'zustand';
import { fusionStore, showGroup } from './fusions.ts';
import styles from './HullLayer.module.css';
import type { Hull } from './hull.ts';
import { kindTitle } from './kindTitle.ts';
import { useVisibleHulls } from './visibleHulls.ts';

export function HullLayer() {
  const hulls = useVisibleHulls();
  const kind = useStore(fusionStore, (state) => state.kind);
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
          <title>{`${kindTitle(group.kind)}: ${group.reason}`}</title>
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
