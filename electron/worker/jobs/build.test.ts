import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { createContext } from '#electron/worker/context.ts';
import { bench } from './bench.ts';
import { build } from './build.ts';

const home = mkdtempSync(join(tmpdir(), 'lathe-build-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const place = {
  scratch: join(home, 'scratch'),
  calibrations: join(home, 'calibrations'),
  builds: join(home, 'builds'),
};
const sample = resolve(import.meta.dirname, '../../../assets/samples/shapes/shapes.onnx');

function task(change: Partial<TaskOf<'build'>['request']> = {}): TaskOf<'build'> {
  const recipe = recipeSchema.parse({ precision: 'fp32' });
  return {
    kind: 'build',
    model: { id: 'm', name: 'shapes.onnx', path: sample },
    calibration: null,
    place,
    request: { model: 'm', target: 'onnxruntime', recipe, calibration: null, out: null, again: false, ...change },
  };
}
const aContext = () => createContext(place, new AbortController().signal, () => undefined).context;

describe('build', () => {
  it('leaves a whole folder under its id, and nothing in the scratch folder', async () => {
    const record = await build(aContext(), task());
    expect(record.directory).toBe(join(place.builds, record.id));
    expect(readdirSync(record.directory).sort()).toEqual([
      'build.log',
      'engine.onnx',
      'model.onnx',
      'recipe.json',
      'record.json',
    ]);
    expect(JSON.parse(readFileSync(join(record.directory, 'record.json'), 'utf8'))).toEqual(record);
    expect(readdirSync(place.scratch)).toEqual([]);
    expect(await build(aContext(), task())).toEqual(record);
  });

  it('is measured in interleaved rounds', async () => {
    const record = await build(aContext(), task());
    const options = { warmUpMs: 20, durationMs: 100, iterations: 10, rounds: 5 };
    const { measurements } = await bench(aContext(), {
      kind: 'bench',
      request: { builds: [record.id, record.id], options },
      builds: [record, record],
      place,
    });
    expect(measurements).toHaveLength(2);
    for (const measurement of measurements) {
      expect(measurement.roundMedians).toHaveLength(5);
      expect(measurement.count).toBeGreaterThanOrEqual(10);
      expect(measurement.latencyMs.min).toBeGreaterThan(0);
      expect(measurement.conditions.inputs).toEqual({ image: [1, 3, 64, 64] });
    }
  });
});
