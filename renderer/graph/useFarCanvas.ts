// A canvas over the whole view that is drawn anew when something that it shows changes, at most once a frame.
import { type RefObject, useEffect, useRef } from 'react';
import { themeStore } from '#renderer/theme/theme.ts';
import { type Camera, cameraStore } from './camera.ts';
import { type FarColours, farColours } from './farColours.ts';

interface Source {
  subscribe(listener: () => void): () => void;
}

export interface Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly camera: Camera;
  /** Device pixels of one pixel. */
  readonly dots: number;
  readonly colours: FarColours;
}

/** `sources` and `draw` are the same at each call. The sheet is blank when `draw` gets it. */
export function useFarCanvas(
  shown: boolean,
  sources: readonly Source[],
  draw: (sheet: Sheet) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !shown) return;
    let frame = 0;
    let colours = farColours(element);
    const blank = () => {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, element.width, element.height);
    };
    const redraw = () => {
      frame = 0;
      const camera = cameraStore.getState();
      const dots = globalThis.devicePixelRatio;
      const [width, height] = [Math.round(camera.width * dots), Math.round(camera.height * dots)];
      if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
      blank();
      draw({ context, camera, dots, colours });
    };
    const soon = () => {
      frame ||= requestAnimationFrame(redraw);
    };
    const recolour = () => {
      colours = farColours(element);
      soon();
    };
    // What lies under it has been drawn in this frame, which is enough for one.
    soon();
    const ends = [cameraStore, ...sources].map((source) => source.subscribe(soon));
    ends.push(themeStore.subscribe(() => setTimeout(recolour)));
    return () => {
      cancelAnimationFrame(frame);
      for (const end of ends) end();
      blank();
    };
  }, [shown, sources, draw]);
  return canvas;
}
