// A colleague's engine from its files alone: its layers beside the graph, and the link walked in both directions.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test as plain } from '@playwright/test';
import { type Serving, serve, shared, temporaryHome } from '../support/lathe.ts';
import { graphReady } from '../support/workbench.ts';

const fixtures = join(shared, 'fixtures/tensorrt-10.6-h100');
const engineFiles = ['fp32', 'fp16'].flatMap((precision) =>
  ['layers', 'profile'].map((what) => join(fixtures, `resnet50-${precision}.${what}.json`)),
);

const test = plain.extend<{ engine: Page }, { serving: Serving }>({
  serving: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { home, remove } = temporaryHome();
      const serving = await serve(home, join(fixtures, 'resnet50.graph.onnx'));
      await use(serving);
      await serving.stop();
      remove();
    },
    { scope: 'worker' },
  ],
  /** The page on ResNet-50, with its FP32 and FP16 engines opened from files. */
  engine: async ({ page, serving }, use) => {
    await page.goto(serving.url);
    await graphReady(page);
    await page.getByRole('switch', { name: 'Engine', exact: true }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open engine layers…' }).last().click();
    await (await chooser).setFiles(engineFiles);
    await expect(page.getByRole('combobox', { name: 'Engine', exact: true })).toContainText('resnet50-fp16');
    await use(page);
  },
});

test.skip(!existsSync(fixtures), 'the captured engines are not beside this checkout');

const layers = (page: Page) => page.getByRole('grid', { name: 'Engine layers' });
const graph = (page: Page) => page.getByRole('application', { name: /resnet50/ });

test('traces every node of a ResNet-50, and says so in figures', async ({ engine: page }) => {
  const figures = page.getByRole('status', { name: 'Engine figures' });
  await expect(figures).toContainText('100 % traced');
  await expect(figures).toContainText('105 kernels');
});

test('a selected kernel lights its nodes up and moves the graph to them', async ({ engine: page }) => {
  await page.getByRole('searchbox', { name: 'Filter layers' }).fill('layer3.5/conv3');
  await layers(page)
    .getByRole('row', { name: /layer3\.5\/conv3\/Conv/ })
    .first()
    .click();
  const lit = graph(page).locator('[data-emphasis="lit"]');
  await expect(lit).toHaveCount(3);
  for (const name of [/Conv .*layer3\.5\/conv3/, /Add .*layer3\.5/, /Relu .*layer3\.5\/relu_2/]) {
    await expect(graph(page).getByRole('article', { name })).toBeInViewport();
  }
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { level: 2 })).toContainText('/layer3/layer3.5/Add');
  await expect(inspector).toContainText('sm80_xmma_fprop');
});

test('a selected node shows its kernel in each engine, and its row', async ({ engine: page }) => {
  await graph(page).getByText('/conv1', { exact: true }).first().click();
  const engines = page.getByRole('list', { name: 'This node in each engine' });
  await expect(engines.getByRole('button')).toHaveCount(2);
  await expect(engines).toContainText('TF32');
  await expect(engines).toContainText('FP16');
  const row = layers(page).getByRole('row', { selected: true });
  await expect(row).toContainText('conv1/Conv + ');
  await expect(row).toBeInViewport();
  // The node that runs in the same kernel is lit.
  await expect(graph(page).locator('[data-emphasis="lit"]')).toHaveAttribute('aria-label', /Relu/);
  // And back: from the inspector to the layer of the other engine.
  await engines.getByRole('button').first().click();
  await expect(page.getByRole('combobox', { name: 'Engine', exact: true })).toContainText('resnet50-fp32');
});

test('the engine’s own graph stands beside the model’s, and its selection is the same', async ({ engine: page }) => {
  await page.getByRole('switch', { name: 'Engine graph' }).click();
  const canvas = page.getByRole('region', { name: 'Engine graph' }).locator('canvas');
  await expect(canvas).toBeVisible();
  await layers(page).getByRole('row').nth(1).click();
  const before = await layers(page).getByRole('row', { selected: true }).innerText();
  // The selected layer stands in the middle of its graph; another is above it.
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the engine graph has no box');
  for (const dy of [-60, -45, -75, 45, 60, 75]) {
    await canvas.click({ position: { x: box.width / 2, y: box.height / 2 + dy } });
    const now = layers(page).getByRole('row', { selected: true });
    if ((await now.count()) === 1 && (await now.innerText()) !== before) return;
  }
  throw new Error('no click in the engine graph selected another layer');
});

test('colours the graph by what the engine measured', async ({ engine: page }) => {
  await page.getByRole('combobox', { name: 'Colour of the graph' }).click();
  await page.getByRole('option', { name: /time/ }).click();
  await expect(page.getByRole('region', { name: 'Colours of the graph' })).toContainText('Time');
  await expect(graph(page).getByText('17.7 µs').first()).toBeVisible();
  await page.getByRole('combobox', { name: 'Colour of the graph' }).click();
  await page.getByRole('option', { name: /precision/ }).click();
  await expect(page.getByRole('region', { name: 'Colours of the graph' })).toContainText('FP16');
});

test('tells region by region how two engines differ, and why one is not faster', async ({ engine: page }) => {
  await page.getByRole('button', { name: 'A/B', exact: true }).click();
  const regions = page.getByRole('table', { name: 'Regions of both engines' });
  await expect(regions.getByRole('row').nth(1)).toContainText('+');
  const why = page.getByRole('region', { name: 'Why is it not faster?' });
  await expect(why).toContainText('The machine was slower while FP16 was profiled');
  const zoom = page.getByText(/^\d+ %$/).first();
  const before = await zoom.innerText();
  // Nodes all over the graph: it is shown from so far away that all are in view.
  await why
    .getByRole('button', { name: /Show \d+ nodes/ })
    .first()
    .click();
  await expect(zoom).not.toHaveText(before);
});

for (const theme of ['dark', 'light'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });
    test('no view of the engine has a serious violation of accessibility', async ({ engine: page }) => {
      await page.getByRole('switch', { name: 'Engine graph' }).click();
      await page.getByRole('combobox', { name: 'Colour of the graph' }).click();
      await page.getByRole('option', { name: /time/ }).click();
      await layers(page).getByRole('row').nth(1).click();
      // A busy machine takes its time over each.
      test.setTimeout(240_000);
      for (const view of ['Layers', 'Kernels', 'Conversions', 'A/B']) {
        await page.getByRole('button', { name: view, exact: true }).click();
        await page.waitForTimeout(400);
        const { violations } = await new AxeBuilder({ page }).include('[aria-label^="Engine"]').analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => `${view} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
          [],
        );
      }
    });
  });
}

test('refuses a file that holds no layers, with the next step', async ({ engine: page }) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open engine layers…' }).last().click();
  await (await chooser).setFiles({
    name: 'layers.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"a": 1}'),
  });
  await expect(page.getByText('These are not the layers of an engine')).toBeVisible();
  await expect(layers(page)).toBeVisible();
});
