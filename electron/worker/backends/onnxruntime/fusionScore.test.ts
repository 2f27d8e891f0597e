import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { onnxruntimeLayers } from '#core/fusion/actual/onnxruntimeLayers.ts';
import { smallConstants } from '#core/fusion/constants.ts';
import { previewModel } from '#core/fusion/previewModel.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { optimize } from './optimize.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-fusion-score-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = resolve(import.meta.dirname, '../../../..');
const sample = join(root, 'assets/samples/shapes/shapes.onnx');
const detector = resolve(root, '../shared/models/ultraface-rfb-320.onnx');

async function score(path: string) {
  const engine = join(folder, basename(path));
  optimize({ model: path, name: basename(path), engine, external: false, decided: false });
  const model = await readModel(memorySource(readFileSync(path)));
  const optimized = await readModel(memorySource(readFileSync(engine)));
  const layers = onnxruntimeLayers(model.graph, optimized.graph, await smallConstants(model));
  return previewModel(model, { target: 'onnxruntime', engine: { layers } });
}

describe('the prediction for ONNX Runtime', () => {
  it('agrees with what ONNX Runtime makes of the bundled sample here and now', async () => {
    const { agreement, actual } = await score(sample);
    expect(agreement?.edges).toBeGreaterThan(50);
    expect(agreement?.f1).toBeGreaterThanOrEqual(0.95);
    expect(actual?.coverage).toBe(1);
  });

  it.skipIf(!existsSync(detector))(
    'agrees on a detector that others trained (skipped without the shared models)',
    async () => {
      const { agreement, actual } = await score(detector);
      expect(agreement?.f1).toBeGreaterThanOrEqual(0.95);
      expect(actual?.coverage).toBe(1);
    },
  );
});
