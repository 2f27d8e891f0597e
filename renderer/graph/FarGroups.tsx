// The names of groups over the graph from afar, where cards are too small to be read.
import { useStore } from 'zustand';
import { drawFarGroups } from './drawFarGroups.ts';
import styles from './FarView.module.css';
import { foldingStore } from './folding.ts';
import { graphStore } from './store.ts';
import { type Sheet, useFarCanvas } from './useFarCanvas.ts';
import { visibleStore } from './visible.ts';

const sources = [graphStore, foldingStore];

export function FarGroups() {
  const shown = useStore(visibleStore, ({ level }) => level === 'shapes');
  const canvas = useFarCanvas(shown, sources, drawGroups);
  return <canvas ref={canvas} className={styles.far} hidden={!shown} />;
}

function drawGroups({ context, ...sheet }: Sheet): void {
  const { map } = graphStore.getState();
  const { grouping, folded } = foldingStore.getState();
  if (map && grouping) drawFarGroups(context, { ...sheet, map, grouping, folded });
}
