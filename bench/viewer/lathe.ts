// Lathe's pages built for this run and served on this machine, and how its page tells that a graph stands.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { cached } from './folder.ts';
import type { Watched } from './stopwatch.ts';

const root = join(import.meta.dirname, '../..');

/** The pages are the run's own: whoever builds the window meanwhile changes nothing here. */
export async function serveLathe(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const pages = cached('pages', String(process.pid));
  await build({
    configFile: join(root, 'renderer/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: pages, emptyOutDir: true },
  });
  const home = mkdtempSync(join(tmpdir(), 'lathe-bench-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts'), pages, home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('close', (code) => reject(new Error(`Lathe's server ended with ${code} before it had an address.`)));
  });
  return {
    url,
    async stop() {
      child.kill();
      await ended;
      rmSync(pages, { recursive: true, force: true });
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
