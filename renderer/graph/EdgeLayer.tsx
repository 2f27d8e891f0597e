// The lines of the window, behind the cards; those of what is selected or hovered are drawn again, stronger.
import { memo, useMemo } from 'react';
import { useStore } from 'zustand';
import styles from './EdgeLayer.module.css';
import { arrowPath, edgePath } from './edgePath.ts';
import { followEdge } from './follow.ts';
import { highlightStore, hover } from './highlight.ts';
import type { Scene } from './scene.ts';
import { selectEdge } from './selectEdge.ts';
import { graphStore } from './store.ts';
import { mostLines, visibleStore } from './visible.ts';

export function EdgeLayer() {
  const scene = useStore(graphStore, ({ map }) => map?.scene);
  const edges = useStore(visibleStore, (visible) => visible.edges);
  if (!scene || edges.length === 0) return null;
  return (
    <svg className={styles.layer} width="1" height="1" aria-hidden="true">
      <Lines scene={scene} edges={edges} />
      <Strong scene={scene} drawn={edges} />
    </svg>
  );
}

/** All lines are one path and all heads another: a hundred thousand points cost two elements. Each has its own to point at. */
const Lines = memo(function Lines({ scene, edges }: { readonly scene: Scene; readonly edges: Int32Array }) {
  const paths = useMemo(() => Array.from(edges, (edge) => ({ edge, path: edgePath(scene, edge) })), [scene, edges]);
  const heads = useMemo(() => Array.from(edges, (edge) => arrowPath(scene, edge)).join(''), [scene, edges]);
  return (
    <>
      <path className={styles.line} d={paths.map(({ path }) => path).join('')} />
      <path className={styles.head} d={heads} />
      {paths.map(({ edge, path }) => (
        // A pointer's way to the tensor; the keyboard's is the inspector of the node.
        // biome-ignore lint/a11y/noStaticElementInteractions: see above
        <path
          key={edge}
          className={styles.reach}
          d={path}
          onMouseEnter={() => hover({ kind: 'edge', edge })}
          onMouseLeave={() => hover(null)}
          onClick={() => void selectEdge(edge)}
          onDoubleClick={() => followEdge(edge)}
        />
      ))}
    </>
  );
});

/** All of one strength are one path. Of very many only those that are drawn anyway. */
function Strong({ scene, drawn }: { readonly scene: Scene; readonly drawn: Int32Array }) {
  const edges = useStore(highlightStore, (highlight) => highlight.edges);
  const shown = edges.size > mostLines ? [...drawn].filter((edge) => edges.has(edge)) : [...edges.keys()];
  return (['light', 'strong'] as const).map((strength) => {
    const own = shown.filter((edge) => edges.get(edge) === strength);
    if (own.length === 0) return null;
    return (
      <g key={strength} className={styles[strength]}>
        <path className={styles.line} d={own.map((edge) => edgePath(scene, edge)).join('')} />
        <path className={styles.head} d={own.map((edge) => arrowPath(scene, edge)).join('')} />
      </g>
    );
  });
}
