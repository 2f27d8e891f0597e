// Seeing the whole: groups are folded and unfolded, ways followed, parts extracted, and two models compared.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { lathe, sample } from '../support/lathe.ts';
import { graphReady, openTab, test } from '../support/workbench.ts';

const model = join(sample, 'shapes.onnx');

function card(page: Page, name: string | RegExp) {
  return page.getByRole('article', { name });
}

test.afterEach(async ({ page }) => page.close());

test('folds a group into one card in place, and unfolds it again', async ({ workbench: page }) => {
  await page.getByRole('button', { name: 'Outline' }).click();
  const row = page.getByRole('treeitem', { name: /^stem, \d+ nodes/ });
  await expect(row).toBeVisible();
  const tree = page.getByRole('tree', { name: 'Groups' });
  await tree.focus();
  await page.keyboard.press('Home');
  await expect(row).toHaveAttribute('aria-selected', 'true');
  const before = await card(page, 'Conv /stem/conv').boundingBox();
  await page.keyboard.press('Space');
  const folded = card(page, /^stem \d+ nodes/);
  await expect(folded).toBeVisible();
  await expect(card(page, 'Conv /stem/conv')).toHaveCount(0);
  const after = await folded.boundingBox();
  // Where the group began, its card stands.
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(3);
  await folded.click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Multiply-adds');
  await page.keyboard.press('Enter');
  await expect(card(page, 'Conv /stem/conv')).toBeVisible();
  await page.keyboard.press('c');
  await expect(folded).toBeVisible();
});

test('folds a whole level, and shows a repeated block once', async ({ workbench: page }) => {
  await page.getByRole('button', { name: 'Outline' }).click();
  await page.getByRole('combobox', { name: 'Fold a level' }).click();
  await page.getByRole('option', { name: /Level 1/ }).click();
  await expect(card(page, /^residual1 \d+ nodes/)).toBeVisible();
  await page.getByRole('button', { name: 'Unfold all' }).click();
  await expect(card(page, 'Conv /stem/conv')).toBeVisible();
  const block = page.getByRole('region', { name: 'Repeated blocks' });
  await block
    .getByRole('button', { name: /inverted3/ })
    .first()
    .click();
  await expect(block.getByText('1 of 2')).toBeVisible();
  await expect(card(page, /\/inverted3\/expand\/conv/)).toBeVisible();
  await page.getByRole('button', { name: 'Show inverted3 once' }).click();
  await expect(page.getByRole('button', { name: 'Show inverted3 once' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('/inverted4/project');
  await page.keyboard.press('Enter');
  // What was asked for stands for its like in the first occurrence.
  await expect(card(page, /\/inverted3\/project/).first()).toBeVisible();
});

test('tells the ways between two nodes and extracts them as a model that stands alone', async ({
  workbench: page,
  home,
}) => {
  await card(page, 'Conv /stem/conv').click();
  await page.getByRole('application').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  const bar = page.getByRole('region', { name: 'Chosen nodes' });
  await expect(bar).toContainText('one way of 2 steps, over 1 node');
  await bar.getByRole('button', { name: 'Choose what is between' }).click();
  await expect(bar).toContainText('3 chosen');
  const download = page.waitForEvent('download');
  await bar.getByRole('button', { name: 'Extract…' }).click();
  const path = join(home, 'part.onnx');
  await (await download).saveAs(path);
  const { code, stdout } = await lathe(home, 'inspect', path, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ nodes: 3, inputs: [{ name: 'image', type: 'float32' }] });
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});

test('opens a file beside the first model, and says where nothing differs', async ({ workbench: page }) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Second model…' }).click();
  await (await chooser).setFiles(model);
  const differences = page.getByRole('region', { name: 'Differences' });
  await expect(differences.getByRole('status')).toHaveText('No node differs');
  const second = page.frameLocator('iframe');
  await expect(second.getByRole('article', { name: 'Conv /stem/conv' })).toBeVisible();
  // Both graphs go to the same node.
  await page.keyboard.press('Control+f');
  await page.keyboard.type('/classifier/Gemm');
  await page.keyboard.press('Enter');
  await expect(second.getByRole('article', { name: 'Gemm /classifier' })).toBeVisible();
  await page.getByRole('button', { name: 'Close the second model' }).click();
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('shows what a build rewrote, beside the model that it was made from', async ({ page, serving, home }) => {
  const out = join(home, 'rewritten');
  const args = ['--precision', 'int8', '--calibration', join(sample, 'calibration'), '--samples', '16', '--out', out];
  const built = await lathe(home, 'build', model, ...args);
  expect(built.code, built.stderr).toBe(0);
  await page.goto(serving.url);
  await graphReady(page);
  await page.reload();
  await graphReady(page);
  await openTab(page, 'Builds');
  await page.getByRole('button', { name: 'Show the record' }).first().click();
  await page.getByRole('button', { name: 'Show what was rewritten' }).click();
  const differences = page.getByRole('region', { name: 'Differences' });
  await expect(differences.getByRole('button', { name: /\d+ added/ })).toBeVisible();
  await expect(differences.getByRole('button', { name: /20 removed/ })).toBeVisible();
  await expect(differences).toContainText('BatchNormalization');
  const second = page.frameLocator('iframe');
  await expect(second.locator('html[data-graph-state="ready"]')).toHaveCount(1);
  await differences.getByRole('button', { name: /added/ }).click();
  await differences
    .getByRole('button', { name: /QuantizeLinear/ })
    .first()
    .click();
  await expect(second.getByRole('article', { name: /QuantizeLinear/ }).first()).toBeVisible();
  await page.keyboard.press('n');
  await expect(differences.getByRole('status')).toContainText(/\d+ of \d+/);
  await page.getByRole('button', { name: 'Close the second model' }).click();
  await expect(differences).toHaveCount(0);
});
