// A workbench served for one test file, and the page that opens it.
import { test as base, type Page } from '@playwright/test';
import { type Serving, serve, temporaryHome } from './lathe.ts';

interface Fixtures {
  /** The page, on the bundled sample with its graph drawn. */
  readonly workbench: Page;
}
interface WorkerFixtures {
  readonly home: string;
  readonly serving: Serving;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  home: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { home, remove } = temporaryHome();
      await use(home);
      remove();
    },
    { scope: 'worker' },
  ],
  serving: [
    async ({ home }, use) => {
      const serving = await serve(home);
      await use(serving);
      await serving.stop();
    },
    { scope: 'worker' },
  ],
  workbench: async ({ page, serving }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(serving.url);
    await graphReady(page);
    await use(page);
    if (errors.length > 0) throw new Error(`The page threw: ${errors.join('; ')}`);
  },
});

export async function graphReady(page: Page): Promise<void> {
  await page.waitForSelector('html[data-graph-state="ready"]');
}

export async function openTab(
  page: Page,
  name: 'Graph' | 'Builds' | 'Compare' | 'Precision' | 'Deploy' | 'Jobs',
): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}
