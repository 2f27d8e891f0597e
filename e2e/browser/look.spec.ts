// Looking at a graph: search, selection, inspector, subgraphs, files dropped in, all reachable by keyboard.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { sample } from '../support/lathe.ts';
import { graphReady, test } from '../support/workbench.ts';

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
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'good.onnx', mimeType: 'application/octet-stream', buffer: whole });
  await graphReady(page);
});
