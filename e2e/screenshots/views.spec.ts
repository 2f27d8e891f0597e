// Takes a picture of every view, in both themes, at the two sizes people use most.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root, type Serving, serve, temporaryHome } from '../support/lathe.ts';
import { openTab, test } from '../support/workbench.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
/** Only the smaller pictures are kept in the repository; the larger ones are for looking. */
const folder = (width: number) => join(root, width === 1280 ? 'docs/screenshots' : 'test-results/screenshots');

let far: (Serving & { remove(): void }) | undefined;

test('compares the sample, so that there is something to see', async ({ workbench: page }) => {
  await openTab(page, 'Compare');
  await page.getByRole('button', { name: 'Build and compare' }).click();
  await page.getByRole('table', { name: 'Comparison' }).waitFor({ timeout: 280_000 });
});

inEveryLook('graph, builds and comparison', async (page, shot) => {
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

test('serves three builds and puts them under load, so that there are curves', async ({ workbench: page }) => {
  await openTab(page, 'Deploy');
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await page.getByText('Serving', { exact: true }).waitFor({ timeout: 60_000 });
  await fill(page, 'Seconds a point', '1');
  await fill(page, 'p99 under, ms', '20');
  await page.getByRole('button', { name: 'Run load', exact: true }).click();
  await page.getByRole('table', { name: 'Variants under load' }).waitFor({ timeout: 280_000 });
});

test('adds a host', async ({ workbench: page }) => {
  const { home, remove } = temporaryHome();
  far = { ...(await serve(home)), remove };
  const { origin, searchParams } = new URL(far.url);
  await page.getByRole('button', { name: /^Hosts/ }).click();
  await page.getByRole('textbox', { name: 'Name of the host' }).fill('box');
  await page.getByRole('textbox', { name: 'Address or command' }).fill(`${origin}/`);
  await page.getByLabel('Token', { exact: true }).fill(searchParams.get('token') ?? '');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText(/Hosts 1 of 1/).waitFor();
});

test.afterAll(async () => {
  await far?.stop();
  far?.remove();
});

inEveryLook('deployment, load and hosts', async (page, shot) => {
  await openTab(page, 'Deploy');
  await page.getByRole('table', { name: 'Variants under load' }).waitFor();
  await shot('deploy');
  await page.getByRole('table', { name: 'Variants under load' }).scrollIntoViewIfNeeded();
  await shot('load');
  await page.getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('region', { name: /config.pbtxt$/ }).waitFor();
  await shot('hand-over');
  await page.keyboard.press('Escape');
  await openTab(page, 'Builds');
  await page.getByRole('button', { name: /^Hosts/ }).click();
  await page.getByText(/Hosts 1 of 1/).waitFor();
  await shot('hosts');
});

test('searches a recipe, so that there is a front', async ({ workbench: page }) => {
  await openTab(page, 'Precision');
  await fill(page, 'SQNR, dB, at least', '36');
  await fill(page, 'Minutes it may take', '1');
  await page.getByRole('button', { name: 'Find the fastest recipe' }).click();
  await page.getByText(/is the fastest recipe that holds the bound/).waitFor({ timeout: 280_000 });
});

inEveryLook('search of a recipe', async (page, shot) => {
  await openTab(page, 'Precision');
  await page.getByText(/is the fastest recipe that holds the bound/).waitFor();
  await shot('precision');
});

type Shot = (name: string) => Promise<void>;

/** One test for each theme and size. */
function inEveryLook(what: string, take: (page: Page, shot: Shot) => Promise<void>): void {
  for (const colorScheme of ['dark', 'light'] as const) {
    for (const size of sizes) {
      test.describe(`${colorScheme} at ${size.width}`, () => {
        test.use({ colorScheme, viewport: size });
        test(what, async ({ workbench: page }) => {
          await take(page, (name) => picture(page, join(folder(size.width), `${name}-${colorScheme}.png`)));
        });
      });
    }
  }
}

async function fill(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: label, exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

async function picture(page: Page, path: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(600);
  await page.screenshot({ path });
}
