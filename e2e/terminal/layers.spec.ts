// An engine's layers in the terminal, from files alone: no GPU and no TensorRT are there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { lathe, shared, temporaryHome } from '../support/lathe.ts';

const fixtures = join(shared, 'fixtures/tensorrt-10.6-h100');
const model = join(fixtures, 'resnet50.graph.onnx');
const layersOf = (precision: string) => join(fixtures, `resnet50-${precision}.layers.json`);

test.describe('lathe layers', () => {
  test.skip(!existsSync(fixtures), 'the captured engines are not beside this checkout');

  test('traces an engine and says why it is not faster than another', async () => {
    const { home, remove } = temporaryHome();
    try {
      const { code, stdout } = await lathe(home, 'layers', model, layersOf('fp16'), layersOf('fp32'));
      expect(code).toBe(0);
      expect(stdout).toContain('FP16: 105 kernels');
      expect(stdout).toContain("100.0 % of the model's nodes traced");
      expect(stdout).toContain('Why FP16 is not faster than FP32:');
    } finally {
      remove();
    }
  });

  test('prints the same as JSON, every layer with its nodes', async () => {
    const { home, remove } = temporaryHome();
    try {
      const { stdout } = await lathe(home, 'layers', model, layersOf('int8'), '--json');
      const told = JSON.parse(stdout) as {
        readonly coverage: number;
        readonly totalMs: number | null;
        readonly layers: readonly { readonly nodes: readonly string[]; readonly precision: string }[];
      };
      // No profile was captured with this one.
      expect([told.coverage, told.totalMs]).toEqual([1, null]);
      const stem = told.layers.find(({ nodes }) => nodes.includes('/conv1/Conv'));
      expect(stem).toMatchObject({ precision: 'INT8', nodes: ['/conv1/Conv', '/relu/Relu', '/maxpool/MaxPool'] });
    } finally {
      remove();
    }
  });
});
