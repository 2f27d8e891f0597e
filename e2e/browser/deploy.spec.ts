// From engine to service, clicked through: deployed, asked by NVIDIA's own client, exchanged, put under load, stopped.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';
import { lathe, root, sample } from '../support/lathe.ts';
import { openTab, test } from '../support/workbench.ts';

test.describe.configure({ mode: 'serial' });

/** Two images of each of four classes, with their labels. */
const asked = ['heart', 'star', 'circle', 'arrow'].flatMap((label) =>
  readdirSync(join(sample, 'test', label))
    .toSorted()
    .slice(0, 2)
    .map((file) => ({ label, path: join(sample, 'test', label, file) })),
);

test('deploys the INT8 build, which tritonclient asks over HTTP and gRPC', async ({ workbench: page, home }) => {
  test.setTimeout(300_000);
  const built = await lathe(
    home,
    'build',
    join(sample, 'shapes.onnx'),
    '--precision',
    'int8',
    '--calibration',
    join(sample, 'calibration'),
  );
  expect(built.code, built.stderr).toBe(0);
  await openTab(page, 'Deploy');
  await expect(page.getByRole('checkbox', { name: /INT8/ })).toBeChecked();
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  const card = page.getByRole('region', { name: 'Deployment shapes' });
  await expect(card.getByText('Serving', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(card.getByRole('row', { name: /shapes INT8 .* ready/ })).toBeVisible();
  const [http = '', grpc = ''] = await card.getByRole('code').allTextContents();
  const image = await fetch(`${http}/v2/models/shapes`);
  expect(await image.json()).toMatchObject({ name: 'shapes', inputs: [{ name: 'image', datatype: 'FP32' }] });

  await card.getByRole('button', { name: /Ask it/ }).click();
  await expect(card.getByText(`${http}/v2/models/shapes/infer`)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);

  const environment = pythonEnvironment('tritonclient-2.69', ['tritonclient[http,grpc]', 'numpy']);
  test.skip('missing' in environment, 'missing' in environment ? environment.missing : '');
  if ('missing' in environment) return;
  const words = [join(root, 'e2e/support/askShapes.py'), new URL(http).host, grpc, 'shapes'];
  const { stdout } = await promisify(execFile)(environment.python, [...words, ...asked.map(({ path }) => path)]);
  const labels = asked.map(({ label }) => label);
  expect(JSON.parse(stdout)).toEqual({ http: labels, grpc: labels });
});

test('draws latency against throughput for each variant, and keeps it', async ({ workbench: page }) => {
  test.setTimeout(300_000);
  await openTab(page, 'Deploy');
  const fill = async (label: string, text: string) => {
    await page.getByRole('textbox', { name: label, exact: true }).fill(text);
    await page.keyboard.press('Enter');
  };
  await fill('Seconds a point', '0.3');
  await fill('p99 under, ms', '500');
  await fill('Batch delays, µs', '0, 500');
  await expect(page.getByText(/^2 variants/)).toBeVisible();
  await page.getByRole('button', { name: 'Run load' }).click();
  await expect(page.getByRole('region', { name: 'Load at work' })).toBeVisible();
  const table = page.getByRole('table', { name: 'Variants under load' });
  await expect(table).toBeVisible({ timeout: 240_000 });
  await expect(page.getByRole('region', { name: 'Load at work' })).toBeHidden();
  await expect(table.getByRole('row', { name: /INT8, delay 0 µs/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /INT8, delay 500 µs/ })).toBeVisible();
  await expect(page.getByText(/bears most\. Up to \d+/)).toBeVisible();
  const chart = page.getByRole('img', { name: 'Latency against throughput' });
  await expect(chart.locator('[data-variant] polyline')).toHaveCount(2);
  // Each open loop has the rates that are spread by themselves, at least.
  expect(await chart.locator('[data-variant="0"] circle title').count()).toBeGreaterThanOrEqual(7);
  await page.reload();
  await openTab(page, 'Deploy');
  await expect(table.getByRole('row')).toHaveCount(3);
});

test('stops the deployment, after which nothing answers there', async ({ workbench: page }) => {
  await openTab(page, 'Deploy');
  const card = page.getByRole('region', { name: 'Deployment shapes' });
  const http = (await card.getByRole('code').first().textContent()) ?? '';
  await card.getByRole('button', { name: 'Stop' }).click();
  await expect(card).toBeHidden({ timeout: 60_000 });
  await expect(fetch(`${http}/v2/health/live`)).rejects.toThrow();
});
