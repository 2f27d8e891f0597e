// Lathe served on this machine, and how its page tells that a graph stands.
import type { Page } from '@playwright/test';
import { type Serving, serve, temporaryHome } from '../../e2e/support/lathe.ts';
import type { Watched } from './stopwatch.ts';

export async function serveLathe(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { home, remove } = temporaryHome();
  const serving: Serving = await serve(home);
  return {
    url: serving.url,
    async stop() {
      await serving.stop();
      remove();
    },
  };
}

export function watchLathe(page: Page): Watched {
  return { page, input: 'input[type=file]', ready: "document.documentElement.dataset.graphState === 'ready'" };
}

/** Milliseconds from a query in the search field to its hits, over several queries of the graph that stands. */
export async function searchTimes(page: Page, queries: readonly string[]): Promise<readonly number[]> {
  await page.locator('body').press('Control+f');
  const field = page.getByLabel('Find nodes, operators and tensors');
  await field.waitFor();
  const times: number[] = [];
  for (const query of queries) {
    await field.fill('');
    await page.waitForTimeout(150);
    const milliseconds = await field.evaluate(async (element, text) => {
      const box = element.closest('search') ?? element;
      const input = element as HTMLInputElement;
      const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      return new Promise<number>((resolve) => {
        const start = performance.now();
        const observer = new MutationObserver(() => {
          if (box.querySelectorAll('[role=option]').length === 0) return;
          observer.disconnect();
          resolve(performance.now() - start);
        });
        observer.observe(box, { childList: true, subtree: true });
        put?.call(input, text);
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        setTimeout(() => resolve(Number.NaN), 1_000);
      });
    }, query);
    times.push(milliseconds);
  }
  await page.keyboard.press('Escape');
  return times;
}
