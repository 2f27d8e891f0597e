// Looking at a graph: search, selection, inspector, subgraphs, files dropped in, all reachable by keyboard.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { lathe, sample } from '../support/lathe.ts';
import { graphReady, openTab, test } from '../support/workbench.ts';

test('finds a node by keyboard and shows it in the inspector', async ({ workbench: page }) => {
  await page.keyboard.press('Control+f');
  await page.keyboard.type('classifier/Gemm');
  await expect(page.getByRole('option').first()).toContainText('Gemm');
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('Gemm');
  await expect(inspector).toContainText('transB');
});

test('shows the statistics of a weight and saves it as .npy', async ({ workbench: page }) => {
  await page.keyboard.press('Control+f');
  await page.keyboard.type('classifier.weight');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector
    .getByRole('button', { name: /statistics/i })
    .first()
    .click();
  await expect(inspector).toContainText(/mean/i);
  const download = page.waitForEvent('download');
  await inspector.getByRole('button', { name: /npy/i }).first().click();
  const path = await (await download).path();
  expect(readFileSync(path).subarray(1, 6).toString()).toBe('NUMPY');
});

test('opens the command palette and switches the theme from it', async ({ workbench: page }) => {
  const before = await page.locator('html').getAttribute('data-theme');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('theme');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', before ?? '');
});

test('searches anew when search is asked for again, and lists nothing of the query before', async ({
  workbench: page,
}) => {
  await page.keyboard.press('Control+f');
  await page.keyboard.type('Constant');
  await expect(page.getByRole('option').first()).toContainText('Constant');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('classifier.weight');
  await expect(page.getByRole('option')).toHaveCount(1);
  await expect(page.getByRole('option')).toContainText('classifier.weight');
});

test('keeps the figures of the fusion preview whole in a narrow window', async ({ workbench: page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByRole('switch', { name: /fusion/i }).click();
  for (const figure of [page.getByText(/\d+ → \d+ kernels/), page.getByTitle(/are no longer written to memory/)]) {
    await expect(figure).toBeVisible();
    expect(await figure.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  }
  await expect(page.getByRole('combobox', { name: 'Fusion precision' })).toHaveText('FP32');
});

test('saves the graph as a picture', async ({ workbench: page }) => {
  for (const [form, start] of [
    ['SVG', '<svg'],
    ['PNG', '\x89PNG'],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(`graph as ${form}`);
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const path = await (await download).path();
    expect(readFileSync(path).subarray(0, 4).toString('latin1')).toBe(start);
  }
});

test('shows a file chosen from disk at once', async ({ workbench: page }) => {
  await page.locator('input[type=file]').first().setInputFiles(join(sample, 'shapes.onnx'));
  await graphReady(page);
  await expect(page.getByRole('button', { name: /Model: shapes/ })).toBeVisible();
});

test('says what is wrong with a file that is no model, and keeps working', async ({ workbench: page }) => {
  const whole = readFileSync(join(sample, 'shapes.onnx'));
  for (const [name, buffer] of [
    ['notes.onnx', Buffer.from('Buy milk. '.repeat(40))],
    ['cut.onnx', whole.subarray(0, 50_000)],
  ] as const) {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await page.waitForSelector('html[data-graph-state="error"]');
    await expect(page.getByRole('alert').first()).toBeVisible();
  }
  await openTab(page, 'Compare');
  await expect(page.getByText('The model cannot be read.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Build and compare' })).toBeDisabled();
  await openTab(page, 'Graph');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'good.onnx', mimeType: 'application/octet-stream', buffer: whole });
  await graphReady(page);
});

test('opens a model again that was exported anew meanwhile', async ({ page, serving, home }) => {
  const path = join(home, 'uploads', 'again.onnx');
  const whole = readFileSync(join(sample, 'shapes.onnx'));
  mkdirSync(join(home, 'uploads'), { recursive: true });
  writeFileSync(path, whole);
  const finished = await lathe(home, 'inspect', path, '--json');
  expect(finished.code).toBe(0);
  await page.goto(serving.url);
  await graphReady(page);
  await page.getByRole('button', { name: /Model:/ }).click();
  const entry = page.getByRole('menuitem', { name: /again\.onnx/ });
  await expect(entry).toBeVisible();
  // The same model with a byte more at its end, an empty document string: what an export changes at least.
  writeFileSync(path, Buffer.concat([whole, Buffer.from([0x32, 0x00])]));
  await entry.click();
  await expect(page.getByText('has changed since it was opened')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await graphReady(page);
});
