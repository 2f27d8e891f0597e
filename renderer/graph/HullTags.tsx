// The kinds of the fusion groups, each on a tab above its hull; over the edges, which would strike them through.
import { useStore } from 'zustand';
import { fusionStore, showGroup } from './fusions.ts';
import styles from './HullTags.module.css';
import type { Hull } from './hull.ts';
import { kindTitle } from './kindTitle.ts';
import { fitted, textWidth } from './reader/textWidth.ts';
import { useVisibleHulls } from './visibleHulls.ts';

const size = 9;
const padding = 5;
const height = 14;
/** From the hull's corner, which is round. */
const indent = 12;

export function HullTags() {
  const hulls = useVisibleHulls();
  const kind = useStore(fusionStore, (state) => state.kind);
  if (hulls.length === 0) return null;
  return (
    <svg className={styles.layer} width="1" height="1" aria-hidden="true">
      {hulls.map(({ group, colour, hull }) => (
        // The keyboard reaches groups through the legend and the inspector.
        // biome-ignore lint/a11y/noStaticElementInteractions: see above
        <g
          key={group.id}
          className={styles.tag}
          style={{ ['--hull' as string]: `var(--fusion-${colour})` }}
          data-quiet={kind !== null && kind !== group.kind}
          onClick={() => showGroup(group)}
        >
          <title>{`${kindTitle(group.kind)}: ${group.reason}`}</title>
          <Tab hull={hull} kind={group.kind} />
        </g>
      ))}
    </svg>
  );
}

function Tab({ hull, kind }: { readonly hull: Hull; readonly kind: string }) {
  const [box] = hull.boxes;
  if (!box) return null;
  const text = fitted(kindTitle(kind), size, box.width - 2 * (indent + padding));
  if (text === '') return null;
  const [left, top, width] = [box.x + indent, box.y - height, textWidth(text, size) + 2 * padding];
  return (
    <>
      <path d={`M${left} ${box.y}V${top + 4}q0 -4 4 -4h${width - 8}q4 0 4 4V${box.y}`} />
      <text x={left + padding} y={box.y - 4} fontSize={size}>
        {text}
      </text>
    </>
  );
}
