// The engine as a graph of its own beside the model's: layers as boxes; what is selected in one is lit in both.
import { Maximize } from 'lucide-react';
import { type MouseEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { themeStore } from '#renderer/theme/theme.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { type Camera, drawEngine, engineColours } from './drawEngine.ts';
import styles from './EngineGraph.module.css';
import { boxAt, fitted, revealed, zoomed } from './engineCamera.ts';
import { engineStore, shownEngine } from './engines.ts';
import { selectLayer } from './link.ts';

/** A press that moves less than this, in pixels, is a click. */
const still = 4;

export function EngineGraph() {
  const engine = useStore(engineStore, shownEngine);
  const canvas = useRef<HTMLCanvasElement>(null);
  const camera = useRef<Camera>({ x: 0, y: 0, zoom: 1 });
  const redraw = useRef<() => void>(() => {});
  const pressed = useRef<{ x: number; y: number; moved: number } | null>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !engine) return;
    const { picture, report } = engine.reading;
    let frame = 0;
    const draw = () => {
      frame = 0;
      const dots = globalThis.devicePixelRatio;
      const [width, height] = [Math.round(element.clientWidth * dots), Math.round(element.clientHeight * dots)];
      if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
      drawEngine(context, {
        picture,
        layers: report.layers,
        camera: camera.current,
        dots,
        size: { width: element.clientWidth, height: element.clientHeight },
        selected: engineStore.getState().layer,
        colours: engineColours(element),
        heat: engineStore.getState().colour,
      });
    };
    const soon = () => {
      frame ||= requestAnimationFrame(draw);
    };
    redraw.current = soon;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    camera.current = fitted(picture, size());
    const end = engineStore.subscribe((state, before) => {
      if (state.layer !== before.layer) camera.current = revealed(picture, state.layer, camera.current, size());
      soon();
    });
    camera.current = revealed(picture, engineStore.getState().layer, camera.current, size());
    const endTheme = themeStore.subscribe(() => setTimeout(soon));
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { x, y, zoom } = camera.current;
      if (event.ctrlKey || event.metaKey) {
        camera.current = zoomed(camera.current, Math.exp(-event.deltaY / 200), { x: event.offsetX, y: event.offsetY });
      } else camera.current = { zoom, x: x - event.deltaX, y: y - event.deltaY };
      soon();
    };
    // React listens passively, and then the page would scroll.
    element.addEventListener('wheel', onWheel, { passive: false });
    const observer = new ResizeObserver(soon);
    observer.observe(element);
    soon();
    return () => {
      cancelAnimationFrame(frame);
      end();
      endTheme();
      element.removeEventListener('wheel', onWheel);
      observer.disconnect();
    };
  }, [engine]);
  if (!engine) return null;
  const { picture, report } = engine.reading;
  const point = ({ nativeEvent }: MouseEvent) => ({ x: nativeEvent.offsetX, y: nativeEvent.offsetY });
  return (
    <section className={styles.pane} aria-label="Engine graph">
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={`The engine’s ${picture.layers.length} layers as a graph; the table of layers holds the same`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pressed.current = { ...point(event), moved: 0 };
        }}
        onPointerMove={(event) => {
          const last = pressed.current;
          if (!last) return;
          const now = point(event);
          const [dx, dy] = [now.x - last.x, now.y - last.y];
          pressed.current = { ...now, moved: last.moved + Math.abs(dx) + Math.abs(dy) };
          camera.current = { ...camera.current, x: camera.current.x + dx, y: camera.current.y + dy };
          redraw.current();
        }}
        onPointerUp={(event) => {
          const isClick = (pressed.current?.moved ?? still) < still;
          pressed.current = null;
          if (isClick) selectLayer(boxAt(picture, camera.current, point(event)));
        }}
      />
      <p className={styles.title}>
        Engine <span>{engine.title}</span>
      </p>
      <div className={styles.tools}>
        <IconButton
          name="Show the whole engine"
          side="top"
          icon={<Maximize />}
          onClick={() => {
            const { clientWidth: width = 1, clientHeight: height = 1 } = canvas.current ?? {};
            camera.current = fitted(picture, { width, height }, true);
            redraw.current();
          }}
        />
      </div>
      {report.layers.length === 0 && <p className={styles.none}>The engine has no layers.</p>}
    </section>
  );
}
