// Saves the shown graph as a picture.
import { platform } from '#renderer/connection/current.ts';
import { attempt, tell } from '#renderer/store/notices.ts';
import { cardStore, loadCards } from './cardStore.ts';
import { farColours } from './farColours.ts';
import { fileName } from './fileName.ts';
import { pngOf } from './graphPng.ts';
import { graphSvg } from './graphSvg.ts';
import { graphStore } from './store.ts';

/** As many cards as are kept at once; a larger graph is drawn with operators alone where words are missing. */
const mostWords = 5_000;

export async function saveGraph(form: 'svg' | 'png'): Promise<void> {
  const { map, client, handle } = graphStore.getState();
  if (!map || !client || !handle) return;
  const { scene } = map;
  await loadCards(client, scene.scope, Array(Math.min(scene.count, mostWords)).keys());
  const root = document.documentElement;
  const style = getComputedStyle(root);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const more = {
    card: read('--surface-1'),
    line: read('--line'),
    quiet: read('--text-quiet'),
    mono: read('--font-mono'),
  };
  const svg = graphSvg(scene, cardStore.getState().cards, { ...farColours(root), ...more });
  const name = `${fileName(handle.name.replace(/\.onnx$/i, ''))}.${form}`;
  await attempt(async () => {
    if (form === 'svg') await platform.save(name, new TextEncoder().encode(svg), 'image/svg+xml');
    else await platform.save(name, await pngOf(svg), 'image/png');
    tell(`Saved ${name}.`);
  });
}
