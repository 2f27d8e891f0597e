// Runs inside the page of either program: the time from the chosen file to its picture, and the frames of a movement.
import type { Page } from '@playwright/test';

/** What the page tells of itself: whether the graph stands, as an expression that the page evaluates each frame. */
export interface Watched {
  readonly page: Page;
  /** The selector of the file input. */
  readonly input: string;
  /** True once the new graph can be read; false again as soon as a file has been chosen. */
  readonly ready: string;
  /** Called while the file opens, again and again: agrees to what the program asks. */
  agree?(page: Page): Promise<void>;
}

/** Milliseconds from the change of the file input to the frame after the one that has the graph. */
export async function timeToGraph({ page, input, ready, agree }: Watched, file: string, limit: number) {
  await page.evaluate(
    ([selector, condition]) => {
      const isReady = new Function(`return (${condition})`) as () => boolean;
      const field = document.querySelector(selector as string);
      const stopwatch: { start: number; end: number; left: boolean } = { start: 0, end: 0, left: false };
      Object.assign(globalThis, { benchStopwatch: stopwatch });
      const observer = new MutationObserver(() => {
        if (!isReady()) stopwatch.left = true;
      });
      observer.observe(document, { attributes: true, subtree: true, childList: true });
      const look = () => {
        if (!isReady()) stopwatch.left = true;
        if (stopwatch.left && isReady()) {
          observer.disconnect();
          requestAnimationFrame(() => {
            stopwatch.end = performance.now();
          });
        } else requestAnimationFrame(look);
      };
      const begin = () => {
        stopwatch.start = performance.now();
        requestAnimationFrame(look);
      };
      field?.addEventListener('change', begin, { capture: true, once: true });
    },
    [input, ready],
  );
  await page.setInputFiles(input, file);
  const deadline = Date.now() + limit;
  while (Date.now() < deadline) {
    await agree?.(page);
    const milliseconds = await page.evaluate(() => {
      const { start, end } = (globalThis as unknown as { benchStopwatch: { start: number; end: number } })
        .benchStopwatch;
      return end > 0 ? end - start : 0;
    });
    if (milliseconds > 0) return milliseconds;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The graph did not stand within ${limit / 1000} s.`);
}

export interface Frames {
  readonly perSecond: number;
  readonly longest: number;
  /** Frames that took more than 50 ms. */
  readonly slow: number;
}

const duration = 3_000;

/** Frames during three seconds of wheel events, sixty a second; `turn` gives each event's distance. */
export async function frames(page: Page, turn: (tick: number) => readonly [number, number]): Promise<Frames> {
  await page.mouse.move(640, 420);
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { benchFrames: times });
    const note = (time: number) => {
      times.push(time);
      if (times.length < 100_000) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const start = Date.now();
  for (let tick = 0; Date.now() - start < duration; tick++) {
    const [x, y] = turn(tick);
    // A page that hangs answers late: the events keep coming, as they do from a hand.
    void page.mouse.wheel(x, y).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  const times = await page.evaluate(() => {
    const { benchFrames } = globalThis as unknown as { benchFrames: number[] };
    const seen = [...benchFrames];
    benchFrames.length = 100_000;
    return seen;
  });
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return {
    perSecond: (1000 * gaps.length) / Math.max(span, 1),
    longest: Math.max(0, ...gaps),
    slow: gaps.filter((gap) => gap > 50).length,
  };
}
