// A second machine: added with its token, listed with its targets, and building while the connection is cut in the middle.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { buildRecordSchema } from '#core/contract/build.ts';
import { aWire } from '#electron/serve/testing/aWire.ts';
import { serve, temporaryHome } from '../support/lathe.ts';
import { openTab, test } from '../support/workbench.ts';

async function addHost(page: Page, name: string, address: string, token: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name of the host' }).fill(name);
  await page.getByRole('textbox', { name: 'Address or command' }).fill(address);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
}

test('adds a host, builds there over a line that breaks, and gets the engine back', async ({
  workbench: page,
  home,
}) => {
  test.setTimeout(240_000);
  const far = temporaryHome();
  const other = await serve(far.home);
  const { port, searchParams } = new URL(other.url);
  const token = searchParams.get('token') ?? '';
  const wire = await aWire(Number(port));
  try {
    await page.getByRole('button', { name: /^Hosts/ }).click();
    const panel = page.getByRole('dialog', { name: 'Hosts' });
    const address = `http://127.0.0.1:${wire.port}/`;
    await addHost(page, 'box', address, '');
    await expect(panel.getByRole('alert')).toContainText('token is missing');
    await addHost(page, 'box', address, 'another token');
    await expect(panel.getByText('does not take the token')).toBeVisible();
    await addHost(page, 'box', address, token);
    const row = panel.getByRole('listitem').filter({ hasText: 'box' });
    await expect(row.getByText(/ONNX Runtime \d/)).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    await page.keyboard.press('Escape');

    await openTab(page, 'Builds');
    await page.getByRole('combobox', { name: 'Target' }).click();
    await page.getByRole('option', { name: /ONNX Runtime .* on box/ }).click();
    // In the middle of the model that goes up, and of the engine that comes down.
    wire.cutAfter('up', 300_000, 500);
    await page.getByRole('button', { name: 'Build INT8', exact: true }).click();
    await expect.poll(() => wire.cuts, { timeout: 60_000 }).toBe(1);
    wire.cutAfter('down', 250_000, 500);
    const history = page.getByRole('table', { name: /builds/i });
    await expect(history.getByRole('row', { name: /INT8 .* box/ })).toBeVisible({ timeout: 120_000 });
    expect(wire.cuts).toBe(2);

    // The same build may have been made here before: what is equal has the same name.
    const [id = '', ...more] = readdirSync(join(far.home, 'builds')).filter((name) => !name.startsWith('.'));
    expect(more).toEqual([]);
    const folder = join(home, 'builds', id);
    const record = buildRecordSchema.parse(JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')));
    expect(record).toMatchObject({ host: 'box', precision: 'int8' });
    const engine = readFileSync(join(folder, basename(record.engine)));
    expect(createHash('sha256').update(engine).digest('hex')).toBe(record.engineSha256);

    await page.getByRole('button', { name: /^Hosts/ }).click();
    await panel.getByRole('button', { name: 'Remove box' }).click();
    await panel.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(row).toBeHidden();
  } finally {
    await wire.close();
    await other.stop();
    far.remove();
  }
});
