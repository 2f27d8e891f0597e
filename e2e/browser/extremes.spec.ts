// Graphs at both ends: one with nothing in it, and one whose only node reads ten thousand inputs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { graphReady, test } from '../support/workbench.ts';

async function written(folder: string, name: string, words: ModelWords): Promise<string> {
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, await bytesOf(aModel(words)));
  return path;
}

test('an empty graph is said to be empty, and the next model opens as ever', async ({ workbench: page, home }) => {
  const file = page.locator('input[type=file]').first();
  await file.setInputFiles(await written(home, 'empty', {}));
  await expect(page.getByText('This graph has no nodes')).toBeVisible();
  await graphReady(page);
  const inputs = { x: 'float32[1]' };
  await file.setInputFiles(
    await written(home, 'one', { inputs, outputs: { y: 'float32' }, nodes: ['only: y = Relu(x)'] }),
  );
  await expect(page.locator('.react-flow__node').filter({ hasText: 'Relu' })).toBeVisible();
  await expect(page.getByText('This graph has no nodes')).toHaveCount(0);
});

test('a node with 10,000 inputs is shown, and its inputs are listed a part at a time', async ({
  workbench: page,
  home,
}) => {
  const names = Array.from({ length: 10_000 }, (_, place) => `x${place}`);
  const path = await written(home, 'wide', {
    inputs: Object.fromEntries(names.map((name) => [name, 'float32[1]'])),
    outputs: { y: 'float32' },
    nodes: [`wide: y = Concat(${names.join(', ')})`],
  });
  await page.locator('input[type=file]').first().setInputFiles(path);
  await expect(page.getByRole('button', { name: /Model: wide/ })).toBeVisible();
  await graphReady(page);
  await page.keyboard.press('Control+f');
  await page.getByLabel('Find nodes, operators and tensors').fill('wide');
  await page.getByRole('option').first().click();
  await expect(page.getByRole('heading', { name: 'wide', exact: true })).toBeVisible();
  await expect(page.locator('article[aria-current=true]')).toContainText('Concat');
  const more = page.getByRole('button', { name: 'Show 500 of 9,900 more' });
  await more.click();
  await expect(page.getByRole('button', { name: 'Show 500 of 9,400 more' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'x599', exact: true })).toBeVisible();
});
