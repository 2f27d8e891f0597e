// The main job, clicked through as a person does: look, preview, build three ways, compare.
import { expect } from '@playwright/test';
import { graphReady, openTab, test } from '../support/workbench.ts';

test.describe.configure({ mode: 'serial' });

test('opens on the sample, with its graph drawn and readable', async ({ workbench: page }) => {
  await expect(page.getByRole('button', { name: /Model: shapes/ })).toBeVisible();
  await expect(page.getByRole('application', { name: /shapes/ })).toBeVisible();
  await expect(page.getByText('BatchNormalization').first()).toBeVisible();
  await expect(page.getByText(/batch×3×64×64/).first()).toBeVisible();
});

test('previews which kernels will run, with reasons', async ({ workbench: page }) => {
  await page.getByRole('switch', { name: /fusion/i }).click();
  const legend = page.getByRole('region', { name: 'Predicted fusions' });
  await expect(legend).toBeVisible();
  await expect(page.getByText(/8\d → 3\d kernels/).first()).toBeVisible();
});

test('reaches a comparison of the sample in three clicks', async ({ workbench: page }) => {
  test.setTimeout(240_000);
  await openTab(page, 'Compare');
  await page.getByRole('button', { name: 'Build and compare' }).click();
  const table = page.getByRole('table', { name: 'Comparison' });
  await expect(table).toBeVisible({ timeout: 200_000 });
  for (const precision of ['FP32', 'FP16', 'INT8']) {
    const row = table.getByRole('row', { name: new RegExp(`^${precision}`) });
    await expect(row).toBeVisible();
    await expect(row).toContainText(/\d/);
  }
  await expect(page.getByText(/FP16 (is slower|cannot be told)/).first()).toBeVisible();
});

test('builds each precision with one click, and shows what came out', async ({ workbench: page }) => {
  test.setTimeout(120_000);
  await openTab(page, 'Builds');
  for (const precision of ['FP32', 'FP16', 'INT8']) {
    await page.getByRole('button', { name: `Build ${precision}`, exact: true }).click();
  }
  await openTab(page, 'Jobs');
  await expect(page.getByText('Build shapes.onnx in INT8', { exact: false }).first()).toBeVisible();
  await openTab(page, 'Builds');
  const history = page.getByRole('table', { name: /builds/i });
  for (const precision of ['FP32', 'FP16', 'INT8']) {
    await expect(history.getByRole('row', { name: new RegExp(precision) }).first()).toBeVisible({ timeout: 60_000 });
  }
});

test('keeps builds, jobs and comparisons over a reload', async ({ workbench: page }) => {
  await page.reload();
  await graphReady(page);
  await openTab(page, 'Compare');
  await expect(page.getByRole('table', { name: 'Comparison' })).toBeVisible();
  await openTab(page, 'Jobs');
  await expect(page.getByText('Compare shapes.onnx', { exact: false }).first()).toBeVisible();
});

test('exports the comparison as JSON, CSV and one HTML file', async ({ workbench: page }) => {
  await openTab(page, 'Compare');
  for (const [kind, content] of [
    ['JSON', '"speedups"'],
    ['CSV', 'precision'],
    ['HTML', '<!doctype html>'],
  ] as const) {
    await page.getByRole('button', { name: /Export/ }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: new RegExp(kind) }).click();
    const stream = await (await download).createReadStream();
    let text = '';
    for await (const chunk of stream) text += chunk;
    expect(text.toLowerCase()).toContain(content.toLowerCase());
  }
});
