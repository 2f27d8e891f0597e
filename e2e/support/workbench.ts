// A workbench served for one test file, and the page that opens it.
import { test as base, type Page } from '@playwright/test';
import { type Serving, serve, temporaryHome } from './lathe.ts';

interface Served {
  readonly home: string;
  readonly serving: Serving;
}
interface Fixtures extends Served {
  /** The page, on the bundled sample with its graph drawn. */
  readonly workbench: Page;
}
interface WorkerFixtures {
  /** The workbench of a test file, which the next file in this process does not see. */
  readonly servedFor: (file: string) => Promise<Served>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  servedFor: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      let held: (Served & { readonly file: string; end(): Promise<void> }) | undefined;
      await use(async (file) => {
        if (held?.file === file) return held;
        await held?.end();
        held = undefined;
        const { home, remove } = temporaryHome();
        const serving = await serve(home);
        const end = () => serving.stop().then(remove);
        held = { file, home, serving, end };
        return held;
      });
      await held?.end();
    },
    { scope: 'worker' },
  ],
  home: async ({ servedFor }, use, { file }) => use((await servedFor(file)).home),
  serving: async ({ servedFor }, use, { file }) => use((await servedFor(file)).serving),
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
