// Nearer, farther, all of it.
import { Maximize, Minus, Plus } from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { cameraStore, zoomBy } from './camera.ts';
import { showAll, zoomStep } from './moves.ts';
import styles from './ZoomControls.module.css';

export function ZoomControls() {
  const zoom = useStore(cameraStore, (camera) => camera.zoom);
  const percent = zoom * 100;
  return (
    <div className={styles.controls}>
      <IconButton name="Zoom out" shortcut="−" side="top" icon={<Minus />} onClick={() => zoomBy(1 / zoomStep)} />
      <span className={styles.zoom}>{percent >= 1 ? Math.round(percent) : percent.toPrecision(1)} %</span>
      <IconButton name="Zoom in" shortcut="+" side="top" icon={<Plus />} onClick={() => zoomBy(zoomStep)} />
      <IconButton name="Show the whole graph" shortcut="F" side="top" icon={<Maximize />} onClick={showAll} />
    </div>
  );
}
