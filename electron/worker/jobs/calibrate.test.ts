import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import { writeNpy } from '#core/onnx/npy.ts';
import { memorySource } from '#core/onnx/source.ts';
import { randomNumbers } from '#core/testing/aTensor.ts';
import { wide } from '#electron/worker/testing/models.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { build } from './build.ts';
import { calibrate } from './calibrate.ts';

let work: Workplace;
let path: string;
let data: string;
beforeEach(async () => {
  work = workplace();
  path = await work.write('wide.onnx', wide());
  data = join(work.home, 'data.npy');
  const random = randomNumbers('calibrate');
  const values = Float32Array.from({ length: 8 * 3 * 8 * 8 }, () => 2 * random() - 1);
  const parts: Uint8Array[] = [];
  const tensor = makeTensor('x', DataType.float32, [8, 3, 8, 8], values);
  for await (const part of writeNpy(tensor, { source: memorySource(new Uint8Array()) })) parts.push(part);
  writeFileSync(data, Buffer.concat(parts));
});
afterEach(() => work.remove());

/** The file that a calibration by the recipe writes. */
async function quantized(recipe: object): Promise<Uint8Array> {
  const out = join(work.home, 'quantized.onnx');
  rmSync(out, { force: true });
  const complete = recipeSchema.parse({ options: { threads: 1 }, ...recipe });
  const task: TaskOf<'calibrate'> = {
    kind: 'calibrate',
    request: {
      model: 'model',
      calibration: 'data',
      target: 'onnxruntime',
      options: complete.calibration,
      recipe: complete,
      quantized: out,
    },
    model: { id: 'model', name: 'wide.onnx', path },
    calibration: data,
    place: work.place,
  };
  expect((await calibrate(work.context(), task)).tensors.length).toBeGreaterThan(0);
  return readFileSync(out);
}

describe('calibrate', () => {
  it.each([
    ['as it is', {}],
    ['with channels evened out', { equalize: true }],
    ['with corrected biases', { biasCorrection: true }],
    ['without what the recipe keeps', { keep: { operators: ['Relu'] } }],
    ['in FP16 around the codes', { otherPrecision: 'fp16', calibration: { samples: 4 } }],
  ])('writes the model %s that a build by the same recipe makes', async (_, change) => {
    const recipe = { precision: 'int8', ...change };
    const record = await build(work.context(), work.buildTask(path, recipe, { calibration: data }));
    expect(Buffer.compare(await quantized(recipe), readFileSync(record.rewritten))).toBe(0);
  });

  it('takes INT8 where the recipe is about another precision', async () => {
    const int8 = await quantized({ precision: 'int8' });
    expect(Buffer.compare(await quantized({ precision: 'fp32' }), int8)).toBe(0);
    expect(Buffer.compare(await quantized({ precision: 'int8', biasCorrection: true }), int8)).not.toBe(0);
  });
});
