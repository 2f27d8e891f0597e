// The same way through any graph: pan and zoom near, then far out.
import type { Page } from '@playwright/test';
import { type Frames, frames } from './stopwatch.ts';

export interface Movement {
  readonly pan: Frames;
  readonly zoom: Frames;
  readonly farPan: Frames;
  readonly farZoom: Frames;
}

/** There and back again, once a second. */
const toAndFro = (step: number) => (tick: number) => (Math.floor(tick / 30) % 2 === 0 ? step : -step);

export async function moveAbout(page: Page): Promise<Movement> {
  const scroll = (step: number) => (tick: number) => [0, toAndFro(step)(tick)] as const;
  const zoomed = async (step: number) => {
    await page.keyboard.down('Control');
    const seen = await frames(page, scroll(step));
    await page.keyboard.up('Control');
    return seen;
  };
  const pan = await frames(page, (tick) => [0, tick % 120 < 90 ? 60 : -60]);
  const zoom = await zoomed(20);
  await farOut(page);
  const farPan = await frames(page, scroll(20));
  return { pan, zoom, farPan, farZoom: await zoomed(20) };
}

/** As far as the program goes, or until a large graph is all in view. */
async function farOut(page: Page): Promise<void> {
  await page.mouse.move(640, 420);
  await page.keyboard.down('Control');
  for (let turn = 0; turn < 12; turn++) {
    await page.mouse.wheel(0, 250);
    await page.waitForTimeout(60);
  }
  await page.keyboard.up('Control');
  await page.waitForTimeout(800);
}
