// Where INT8 hurts and what to do about it, clicked through: measure layers, see them on the graph, search a recipe, build it.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { openTab, test } from '../support/workbench.ts';

test.describe.configure({ mode: 'serial' });

test('measures what each layer alone adds in INT8, and shows it on the graph', async ({ workbench: page }) => {
  test.setTimeout(120_000);
  await openTab(page, 'Precision');
  await page.getByRole('button', { name: 'Measure each layer' }).click();
  const table = page.getByRole('table', { name: 'Sensitivity of layers' });
  await expect(table).toBeVisible({ timeout: 100_000 });
  await expect(table.getByRole('row')).toHaveCount(24);
  const shares = await table
    .getByRole('cell')
    .filter({ hasText: /^\d+\.\d %$/ })
    .allTextContents();
  const values = shares.map((share) => Number.parseFloat(share));
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  await page.getByRole('button', { name: 'Show on the graph' }).click();
  const colours = page.getByRole('region', { name: 'Colours of the graph' });
  await expect(colours).toContainText('INT8’s error');
  await colours.getByRole('button', { name: 'Colour by operator again' }).click();
  await expect(colours).toBeHidden();
});

test('searches the fastest recipe within a bound, and builds it', async ({ workbench: page }) => {
  test.setTimeout(300_000);
  await openTab(page, 'Precision');
  const begin = page.getByRole('button', { name: 'Find the fastest recipe' });
  await expect(begin).toBeDisabled();
  await page.getByRole('textbox', { name: 'SQNR, dB, at least' }).fill('36');
  await page.getByRole('textbox', { name: 'Minutes it may take' }).fill('1');
  await page.keyboard.press('Enter');
  await begin.click();
  await expect(page.getByRole('region', { name: 'Search at work' })).toBeVisible();
  await expect(page.getByText(/is the fastest recipe that holds the bound/)).toBeVisible({ timeout: 280_000 });
  await expect(page.getByRole('region', { name: 'Search at work' })).toBeHidden();
  const recipes = page.getByRole('table', { name: 'Recipes that were tried' });
  await expect(recipes.getByRole('row', { name: /^INT8\b.*front/ }).first()).toBeVisible();
  await expect(recipes.getByLabel('breaks the bounds').first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  await page.getByRole('button', { name: 'Build this' }).click();
  await expect(page.getByRole('tab', { name: 'Builds', selected: true })).toBeVisible();
});
