// A graph of 50,000 nodes: opened, searched, jumped through and moved over, with its frames told in the report.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { root } from '../support/lathe.ts';
import { graphReady, test } from '../support/workbench.ts';

test.describe.configure({ timeout: 240_000 });

function largeModel(): string {
  const script = join(root, 'bench/viewer/write.ts');
  return execFileSync(process.execPath, [script, '50000'], { encoding: 'utf8', cwd: root }).trim();
}

async function openFile(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.waitForSelector('html[data-graph-state="loading"]', { timeout: 30_000 }).catch(() => {});
  await expect(page.getByRole('button', { name: /Model: 50000/ })).toBeVisible();
  await page.waitForSelector('html[data-graph-state="ready"]', { timeout: 120_000 });
}

async function framesWhile(page: Page, move: () => Promise<void>): Promise<string> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { frameTimes: times });
    const note = (time: number) => {
      times.push(time);
      if (times.length < 5_000) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await move();
  // What is over at once is watched for some frames more.
  await page.waitForFunction(() => (globalThis as unknown as { frameTimes: number[] }).frameTimes.length > 10);
  const times = await page.evaluate(() => {
    const { frameTimes } = globalThis as unknown as { frameTimes: number[] };
    const seen = [...frameTimes];
    frameTimes.length = 5_000;
    return seen;
  });
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return `${(1000 / mean).toFixed(1)} frames a second, the longest ${Math.max(...gaps).toFixed(0)} ms`;
}

async function wheel(page: Page, distance: number, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, distance);
    await page.waitForTimeout(16);
  }
}

test('50,000 nodes are opened, searched, jumped through and moved over', async ({ workbench: page }, info) => {
  const path = largeModel();
  await openFile(page, path);
  const cards = page.locator('.react-flow__node');
  await expect(cards.first()).toBeVisible();
  expect(await cards.count()).toBeLessThan(400);

  await page.keyboard.press('Control+f');
  await page.getByLabel('Find nodes, operators and tensors').fill('block4000/out');
  const hit = page.getByRole('option').first();
  await expect(hit).toContainText('block4000');
  await hit.click();
  await page.keyboard.press('Escape');
  const chosen = page.locator('article[aria-current=true]');
  await expect(chosen).toBeVisible();
  await expect(chosen).toContainText('block4000');
  const before = await chosen.getAttribute('aria-label');
  await page.getByRole('application').focus();
  await page.keyboard.press('ArrowDown');
  await expect(chosen).not.toHaveAttribute('aria-label', before ?? '');
  await expect(chosen).toBeVisible();

  const fold = async (label: RegExp) => {
    await page.getByRole('application').press('c');
    await expect(chosen).toHaveAttribute('aria-label', label, { timeout: 60_000 });
  };
  info.annotations.push({ type: 'collapse', description: await framesWhile(page, () => fold(/ \d+ nodes$/)) });
  info.annotations.push({ type: 'expand', description: await framesWhile(page, () => fold(/block4000/)) });
  await expect(chosen).toBeVisible();

  await page.mouse.move(640, 420);
  info.annotations.push({ type: 'pan', description: await framesWhile(page, () => wheel(page, 60, 60)) });
  expect(await cards.count()).toBeGreaterThan(0);
  await page.keyboard.down('Control');
  await wheel(page, 250, 10);
  await page.keyboard.up('Control');
  await expect(cards).toHaveCount(0);
  info.annotations.push({ type: 'pan far', description: await framesWhile(page, () => wheel(page, 20, 60)) });
  await expect(page.locator('canvas').first()).toBeVisible();
});

test('names in other scripts, of 10,000 letters and with pictures in them are laid out', async ({
  workbench: page,
  home,
}) => {
  const path = join(home, 'names.onnx');
  writeFileSync(path, namesModel(['שכבה ראשונה', 'الطبقة', '层一🧠', 'x'.repeat(10_000), '<b>&amp;']));
  await page.locator('input[type=file]').first().setInputFiles(path);
  await expect(page.getByRole('button', { name: /Model: names/ })).toBeVisible();
  await graphReady(page);
  const cards = page.locator('.react-flow__node');
  await expect(cards.filter({ hasText: 'Relu' })).toHaveCount(5);
  await expect(page.getByText('层一🧠').first()).toBeVisible();
  for (const box of await Promise.all((await cards.all()).map((card) => card.boundingBox()))) {
    expect(box?.width ?? 0).toBeLessThan(400);
  }
});

test('a model of more than 4 GB opens from slices of its file', async ({ workbench: page, home }) => {
  const path = join(home, 'sparse.onnx');
  sparseModel(path, 1_100_000_000);
  await page.locator('input[type=file]').first().setInputFiles(path);
  await expect(page.getByRole('button', { name: /Model: sparse/ })).toBeVisible();
  await graphReady(page);
  await expect(page.locator('.react-flow__node').filter({ hasText: 'Add' })).toHaveCount(4);
  // The host need not get four gigabytes of zeros.
  await page.close();
});

/** Four nodes, each with a weight of so many bytes that are a hole in the file: the disk keeps nothing of them. */
function sparseModel(path: string, weights: number): void {
  const tensor = Buffer.concat([
    Buffer.from([8, ...varint(weights / 4), 16, 1]),
    field(8, 'w'),
    Buffer.from([74, ...varint(weights)]),
  ]);
  const wrapped = Buffer.from([42, ...varint(tensor.length + weights), ...tensor]);
  const nodes = [0, 1, 2, 3].map((place) =>
    field(1, Buffer.concat([field(1, `v${place}`), field(1, 'w'), field(2, `v${place + 1}`), field(4, 'Add')])),
  );
  const length = nodes.reduce((sum, node) => sum + wrapped.length + weights + node.length, 0);
  const file = openSync(path, 'w');
  let at = writeSync(file, Buffer.from([8, 8, 66, 2, 16, 17, 58, ...varint(length)]), 0);
  for (const node of nodes) {
    at += writeSync(file, wrapped, 0, wrapped.length, at) + weights;
    at += writeSync(file, node, 0, node.length, at);
  }
  closeSync(file);
}

function field(number: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([Buffer.from([number * 8 + 2]), varint(bytes.length), bytes]);
}

/** A chain of Relu nodes of these names, written field by field: length-delimited, one byte of tag each. */
function namesModel(names: readonly string[]): Buffer {
  const nodes = names.map((name, place) =>
    field(1, Buffer.concat([field(1, `v${place}`), field(2, `v${place + 1}`), field(3, name), field(4, 'Relu')])),
  );
  const graph = Buffer.concat([
    ...nodes,
    field(2, 'names'),
    field(11, field(1, 'v0')),
    field(12, field(1, `v${names.length}`)),
  ]);
  const opset = field(8, Buffer.from([16, 17]));
  return Buffer.concat([Buffer.from([8, 8]), field(7, graph), opset]);
}

/** By division: shifts end at 2 GB. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest > 127 ? (rest % 128) + 128 : rest);
    if (rest <= 127) return Buffer.from(bytes);
  }
}
