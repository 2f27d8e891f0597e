// Takes a picture of every view, in both themes, at the two sizes people use most.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../support/lathe.ts';
import { openTab, test } from '../support/workbench.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
/** Only the smaller pictures are kept in the repository; the larger ones are for looking. */
const folder = (width: number) => join(root, width === 1280 ? 'docs/screenshots' : 'test-results/screenshots');

test('compares the sample, so that there is something to see', async ({ workbench: page }) => {
  await openTab(page, 'Compare');
  await page.getByRole('button', { name: 'Build and compare' }).click();
  await page.getByRole('table', { name: 'Comparison' }).waitFor({ timeout: 280_000 });
});

for (const colorScheme of ['dark', 'light'] as const) {
  for (const size of sizes) {
    test.describe(`${colorScheme} at ${size.width}`, () => {
      test.use({ colorScheme, viewport: size });
      test('views', async ({ workbench: page }) => {
        const shot = (name: string) => picture(page, join(folder(size.width), `${name}-${colorScheme}.png`));
        await shot('graph');
        await page.getByRole('switch', { name: /fusion/i }).click();
        await page.getByRole('region', { name: 'Predicted fusions' }).waitFor();
        await shot('graph-fusions');
        await openTab(page, 'Builds');
        await shot('builds');
        await openTab(page, 'Compare');
        await page.getByRole('table', { name: 'Comparison' }).waitFor();
        await shot('compare');
        await openTab(page, 'Builds');
        await page.getByRole('button', { name: 'Show its layers in the graph' }).first().click();
        await page.getByRole('grid', { name: 'Engine layers' }).waitFor();
        await page.getByRole('combobox', { name: 'Colour of the graph' }).click();
        await page.getByRole('option', { name: /time/ }).click();
        await page.getByRole('grid', { name: 'Engine layers' }).getByRole('row').nth(3).click();
        await shot('engine');
        await openTab(page, 'Jobs');
        await shot('jobs');
      });
    });
  }
}

async function picture(page: Page, path: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(600);
  await page.screenshot({ path });
}
