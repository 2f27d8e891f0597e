// The names of groups, and what is marked, over the graph from afar, where cards are too small to be read.
import { useStore } from 'zustand';
import { drawFarGroups } from './drawFarGroups.ts';
import { drawFarMarks } from './drawFarMarks.ts';
import styles from './FarView.module.css';
import { foldingStore } from './foldingStore.ts';
import { marksStore } from './marks.ts';
import { graphStore } from './store.ts';
import { type Sheet, useFarCanvas } from './useFarCanvas.ts';
import { visibleStore } from './visible.ts';

const sources = [graphStore, foldingStore, marksStore];

export function FarGroups() {
  const shown = useStore(visibleStore, ({ level }) => level === 'shapes');
  const canvas = useFarCanvas(shown, sources, drawOver);
  return <canvas ref={canvas} className={styles.far} hidden={!shown} />;
}

function drawOver(sheet: Sheet): void {
  const { map } = graphStore.getState();
  if (!map) return;
  const { grouping, folded } = foldingStore.getState();
  if (grouping) drawFarGroups(sheet.context, { ...sheet, map, grouping, folded });
  drawFarMarks(sheet, map, marksStore.getState());
}
