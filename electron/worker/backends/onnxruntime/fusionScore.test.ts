import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { onnxruntimeLayers } from '#core/fusion/actual/onnxruntimeLayers.ts';
import { smallConstants } from '#core/fusion/constants.ts';
import { previewModel } from '#core/fusion/previewModel.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { int8Build } from '#electron/worker/testing/int8Build.ts';
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

/** From the FP32 model, against an engine of the model with quantizers. */
async function scoreInt8(path: string) {
  const own = mkdtempSync(join(folder, 'int8-'));
  const { rewritten, optimized } = await int8Build(path, own);
  const layers = onnxruntimeLayers(rewritten.graph, optimized.graph, await smallConstants(rewritten));
  const model = await readModel(memorySource(readFileSync(path)));
  const foreseen = await previewModel(model, { target: 'onnxruntime', precision: 'int8', engine: { layers } });
  const known = await previewModel(rewritten, { target: 'onnxruntime', engine: { layers } });
  return { foreseen, known };
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

  const agreesInInt8 = async (path: string) => {
    const { foreseen, known } = await scoreInt8(path);
    expect(foreseen.agreement?.edges).toBeGreaterThan(30);
    expect(foreseen.agreement?.f1).toBeGreaterThanOrEqual(0.95);
    expect(foreseen.actual?.coverage).toBe(1);
    expect(known.agreement?.edges).toBeGreaterThan(200);
    expect(known.agreement?.f1).toBeGreaterThanOrEqual(0.95);
    expect(foreseen.kernelsAfter).toBe(known.kernelsAfter);
  };

  it('agrees in INT8 on the sample, before it is rewritten and after', () => agreesInInt8(sample));

  it.skipIf(!existsSync(detector))(
    'agrees in INT8 on a detector that others trained (skipped without the shared models)',
    () => agreesInInt8(detector),
  );
});
