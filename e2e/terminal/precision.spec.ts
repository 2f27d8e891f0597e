// Bounds, sensitivities and searches in a terminal: what `--json` prints, what is written, and the exit codes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { lathe, sample, shared, temporaryHome } from '../support/lathe.ts';

const model = join(sample, 'shapes.onnx');
const { home, remove } = temporaryHome();
test.afterAll(remove);
test.describe.configure({ mode: 'serial' });

test('INT8 of the sample loses at most half a point with the default recipe', async () => {
  test.setTimeout(120_000);
  const { code, stdout, stderr } = await lathe(
    home,
    'build',
    model,
    '--precision',
    'int8',
    '--max-top1-loss',
    '0.5',
    '--json',
  );
  expect(code, stderr).toBe(0);
  const { evaluation } = JSON.parse(stdout);
  expect(evaluation.samples).toBeGreaterThan(500);
  expect(evaluation.gate).toMatchObject({ passed: true, reasons: [] });
});

test('a build that breaks its bound exits with 1 and says why', async () => {
  test.setTimeout(120_000);
  const { code, stdout } = await lathe(home, 'build', model, '--precision', 'int8', '--min-sqnr', '90', '--json');
  expect(code).toBe(1);
  const { engine, evaluation } = JSON.parse(stdout);
  expect(existsSync(engine)).toBe(true);
  expect(evaluation.gate.passed).toBe(false);
  expect(evaluation.gate.reasons[0]).toMatch(/at least 90 dB/);
  const compared = await lathe(
    home,
    'compare',
    model,
    '--precision',
    'fp32,int8',
    '--min-sqnr',
    '90',
    '--duration',
    '50',
    '--json',
  );
  expect(compared.code).toBe(1);
  expect(JSON.parse(compared.stdout).builds[1].gate.passed).toBe(false);
});

test('sensitivity tells the error that each layer adds', async () => {
  test.setTimeout(120_000);
  const { code, stdout, stderr } = await lathe(home, 'sensitivity', model, '--samples', '4', '--json');
  expect(code, stderr).toBe(0);
  const { layers, complete, total } = JSON.parse(stdout);
  expect(complete).toBe(true);
  expect(layers).toHaveLength(total);
  for (const { sqnrDb } of layers) expect(sqnrDb).toBeGreaterThan(10);
});

test('search without a bound is wrong use', async () => {
  const { code, stderr } = await lathe(home, 'search', model);
  expect(code).toBe(2);
  expect(stderr).toContain('--min-sqnr');
});

test('search writes the fastest recipe that keeps a detector’s boxes', async () => {
  const detector = join(shared, 'models/ultraface-rfb-320.onnx');
  test.skip(!existsSync(detector), 'The detector lies beside the checkout (../shared/models), and is not there.');
  test.setTimeout(300_000);
  const photos = join(shared, 'models/photos');
  const preprocessing = join(home, 'preprocessing.json');
  const stated = { resize: { width: 320, height: 240 }, mean: [127, 127, 127], std: [128, 128, 128] };
  writeFileSync(preprocessing, JSON.stringify(stated));
  const recipe = join(home, 'recipe.json');
  const data = ['--calibration', photos, '--test', photos, '--preprocessing', preprocessing];
  const bound = ['--min-iou', '0.9', '--precision', 'fp32,int8', '--minutes', '1'];
  const { code, stdout, stderr } = await lathe(home, 'search', detector, ...data, ...bound, '--out', recipe, '--json');
  expect(code, stderr).toBe(0);
  const { points, chosen } = JSON.parse(stdout);
  const int8 = points.find(
    ({ precision, holds }: { precision: string; holds: boolean }) => precision === 'int8' && holds,
  );
  expect(int8.meanIou).toBeGreaterThanOrEqual(0.9);
  const point = points.find(({ build }: { build: string }) => build === chosen);
  expect(point.holds).toBe(true);
  expect(JSON.parse(readFileSync(recipe, 'utf8'))).toMatchObject({
    precision: point.precision,
    layers: point.recipe.layers,
  });
  const again = await lathe(home, 'build', detector, ...data, '--recipe', recipe, '--min-iou', '0.9', '--json');
  expect(again.code, again.stderr).toBe(0);
});
