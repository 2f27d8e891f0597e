// From engine to service, clicked through: deployed, asked by NVIDIA's own client, exchanged, put under load, stopped.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';
import { lathe, root, sample } from '../support/lathe.ts';
import { unzipped } from '../support/unzipped.ts';
import { openTab, test } from '../support/workbench.ts';

test.describe.configure({ mode: 'serial' });

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

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
  await expectAccessible(page);

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
  await page.getByRole('button', { name: 'Run load', exact: true }).click();
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
  expect(await chart.locator('[data-variant]').first().locator('circle title').count()).toBeGreaterThanOrEqual(7);
  await page.reload();
  await openTab(page, 'Deploy');
  await expect(table.getByRole('row')).toHaveCount(3);
});

test('puts the deployment under load as it runs, with the user’s images, beside the load before', async ({
  workbench: page,
}) => {
  test.setTimeout(240_000);
  await openTab(page, 'Deploy');
  await page.getByRole('combobox', { name: 'Data to send' }).click();
  await page.getByRole('option', { name: /^test/ }).click();
  await page.getByRole('button', { name: 'Run load on it' }).click();
  const loads = page.getByRole('list', { name: 'Loads' });
  await expect(loads.getByRole('checkbox')).toHaveCount(2, { timeout: 200_000 });
  const table = page.getByRole('table', { name: 'Variants under load' });
  await expect(table.getByRole('row')).toHaveCount(2);
  await loads.getByRole('checkbox', { name: /made-up requests/ }).check();
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table.getByRole('row', { name: /INT8 as shapes.* test/ })).toBeVisible();
  await expectAccessible(page);
  // No rate holds under a bound that nothing can meet.
  await page.getByRole('textbox', { name: 'Answer for p99 under, ms' }).fill('0.001');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/No variant keeps its 99th percentile under 0.001 ms/)).toBeVisible();
  await loads.getByRole('button', { name: /^Delete the load on .* test$/ }).click();
  await loads.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(loads.getByRole('checkbox')).toHaveCount(1);
  await expect(table.getByRole('row')).toHaveCount(3);
});

test('hands the build over as a Triton repository', async ({ workbench: page }) => {
  await openTab(page, 'Deploy');
  await page.getByRole('button', { name: 'Hand over' }).click();
  const panel = page.getByRole('dialog', { name: 'Hand over' });
  await expect(panel.getByRole('region', { name: 'shapes/config.pbtxt' })).toContainText('max_batch_size: 8');
  await expectAccessible(page);
  await panel.getByRole('switch', { name: 'Also take images' }).click();
  await panel.getByRole('button', { name: /^shapes_images\/config.pbtxt/ }).click();
  await expect(panel.getByRole('region', { name: 'shapes_images/config.pbtxt' })).toContainText('ensemble_scheduling');
  await panel.getByRole('textbox', { name: 'Name of the model' }).fill('not a name');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('alert')).toContainText('letters, digits');
  await panel.getByRole('textbox', { name: 'Name of the model' }).fill('');
  await page.keyboard.press('Enter');
  await panel.getByRole('switch', { name: 'Also take images' }).click();
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Download' }).click();
  const archive = await download;
  expect(archive.suggestedFilename()).toBe('shapes-int8-triton.zip');
  const files = await unzipped(await archive.path());
  expect([...files.keys()].toSorted()).toEqual([
    'NOTES.txt',
    'shapes/1/model.onnx',
    'shapes/config.pbtxt',
    'shapes/labels.txt',
  ]);
  const config = files.get('shapes/config.pbtxt')?.toString() ?? '';
  expect(config).toMatch(/^name: "shapes"\nbackend: "onnxruntime"\nmax_batch_size: 8$/m);
  expect(config).toContain('label_filename: "labels.txt"');
  expect(files.get('shapes/1/model.onnx')?.byteLength).toBeGreaterThan(100_000);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('says in the window’s own words that a port is taken', async ({ workbench: page }) => {
  await openTab(page, 'Deploy');
  const card = page.getByRole('region', { name: 'Deployment shapes' });
  const http = (await card.getByRole('code').first().textContent()) ?? '';
  await page.getByRole('button', { name: /^Options/ }).click();
  await page.getByRole('textbox', { name: 'HTTP port, 0 any' }).fill(new URL(http).port);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  const failed = card.filter({ hasText: 'Failed' });
  await expect(failed.getByText(/port \d+ .*is taken/)).toBeVisible({ timeout: 60_000 });
  await expect(failed).not.toContainText('--');
  await failed.getByRole('button', { name: 'Remove' }).click();
  await expect(card).toHaveCount(1);
});

test('stops the deployment, after which nothing answers there', async ({ workbench: page }) => {
  await openTab(page, 'Deploy');
  const card = page.getByRole('region', { name: 'Deployment shapes' });
  const http = (await card.getByRole('code').first().textContent()) ?? '';
  await card.getByRole('button', { name: 'Stop' }).click();
  await expect(card).toBeHidden({ timeout: 60_000 });
  await expect(fetch(`${http}/v2/health/live`)).rejects.toThrow();
});
