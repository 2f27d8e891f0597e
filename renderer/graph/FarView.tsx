// The graph from afar: one canvas of plain shapes, drawn when cards would be too many or too small to read.
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { themeStore } from '#renderer/theme/theme.ts';
import { cameraStore } from './camera.ts';
import { drawEmphasis } from './drawFar.ts';
import styles from './FarView.module.css';
import { type FarColours, farColours } from './farColours.ts';
import { farSheet } from './farSheet.ts';
import { fusionStore } from './fusions.ts';
import { heatStore } from './heat.ts';
import { highlightStore } from './highlight.ts';
import { markReady } from './markReady.ts';
import { graphStore } from './store.ts';
import { visibleStore } from './visible.ts';

/** Milliseconds without a movement after which the picture is made sharp again. */
const rest = 140;

export function FarView() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useStore(visibleStore, ({ level }) => level === 'shapes');
  const [sheet] = useState(farSheet);
  const [coloursOf] = useState(colourReader);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !shown) return;
    let frame = 0;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      frame = 0;
      const { map } = graphStore.getState();
      const camera = cameraStore.getState();
      const dots = globalThis.devicePixelRatio;
      const [width, height] = [Math.round(camera.width * dots), Math.round(camera.height * dots)];
      if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
      if (!map) return;
      const highlight = highlightStore.getState();
      const heat = heatStore.getState().items;
      const colours = coloursOf(element);
      const picture = { map, camera, dots, colours, highlight, fusion: fusionStore.getState(), heat };
      clearTimeout(resting);
      if (!sheet.show(context, picture)) resting = setTimeout(sharpen, rest);
      drawEmphasis(context, picture);
      markReady();
    };
    const soon = () => {
      frame ||= requestAnimationFrame(draw);
    };
    const sharpen = () => {
      sheet.forget();
      soon();
    };
    draw();
    const ends = [
      ...[cameraStore, highlightStore, fusionStore, heatStore, graphStore].map((store) => store.subscribe(soon)),
      // The document has its new colours after those who ask for them.
      themeStore.subscribe(() => setTimeout(soon)),
    ];
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(resting);
      for (const end of ends) end();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, element.width, element.height);
    };
  }, [shown, sheet, coloursOf]);
  return <canvas ref={canvas} className={styles.far} hidden={!shown} />;
}

/** Reads the colours once a theme: they are the same object as long as it is the same. */
function colourReader(): (element: Element) => FarColours {
  let known: { readonly theme: string; readonly colours: FarColours } | undefined;
  return (element) => {
    const { theme } = themeStore.getState();
    if (known?.theme !== theme) known = { theme, colours: farColours(element) };
    return known.colours;
  };
}
