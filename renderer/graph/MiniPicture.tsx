// The picture from afar, made small: drawn once a layout, when nothing else is to be done.
import { memo, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { themeStore } from '#renderer/theme/theme.ts';
import { drawFar } from './drawFar.ts';
import { farColours } from './farColours.ts';
import { fusionStore } from './fusions.ts';
import { heatStore } from './heat.ts';
import styles from './MiniMap.module.css';
import type { SceneMap } from './sceneMap.ts';
import { whenIdle } from './whenIdle.ts';

interface PictureProps {
  readonly map: SceneMap;
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

export const MiniPicture = memo(function MiniPicture({ map, scale, width, height }: PictureProps) {
  const theme = useStore(themeStore, (slice) => slice.theme);
  const view = useStore(fusionStore, (state) => state.view);
  const heat = useStore(heatStore, (state) => state.items);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => {
      const element = canvas.current;
      const context = element?.getContext('2d');
      if (!element || !context || !theme) return;
      const dots = globalThis.devicePixelRatio;
      Object.assign(element, { width: Math.round(width * dots), height: Math.round(height * dots) });
      drawFar(context, {
        map,
        camera: { x: (width - map.scene.width * scale) / 2, y: 0, zoom: scale, width, height },
        dots,
        colours: farColours(element),
        highlight: { items: new Map(), edges: new Map() },
        fusion: { view, kind: null },
        heat,
      });
    };
    return whenIdle(draw);
  }, [map, scale, width, height, theme, view, heat]);
  return <canvas ref={canvas} className={styles.picture} style={{ width, height }} />;
});
