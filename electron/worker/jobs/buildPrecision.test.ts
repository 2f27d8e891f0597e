import { cpSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import { writeNpy } from '#core/onnx/npy.ts';
import { memorySource } from '#core/onnx/source.ts';
import { aModel } from '#core/testing/aModel.ts';
import { findCalibration } from '#electron/worker/calibration/store.ts';
import { wide } from '#electron/worker/testing/models.ts';
import { sample, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { build } from './build.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

describe('build in lower precision', () => {
  it('makes FP16 of weights alone with a warning, or with overflow looked for', async () => {
    const overflowing = aModel({
      nodes: ['big: a = Mul(x, k)', 'small: y = Div(a, k)'],
      inputs: { x: 'float32[1,3,8,8]' },
      outputs: { y: 'float32[1,3,8,8]' },
      initializers: { k: ['float32[1]', [30000]] },
    });
    const path = await work.write('big.onnx', overflowing);
    const blind = await build(work.context(), work.buildTask(path, { precision: 'fp16' }));
    expect(blind.warnings.join()).toMatch(/weights alone/);
    const calibration = join(sample, 'calibration');
    const preprocessing = { resize: { width: 8, height: 8 } };
    const seen = await build(
      work.context(),
      work.buildTask(path, { precision: 'fp16', calibration: { preprocessing, samples: 4 } }, { calibration }),
    );
    expect(seen.id).not.toBe(blind.id);
    expect(seen.kept.map(({ node }) => node)).toEqual(expect.arrayContaining(['big']));
  });

  it('looks for overflow in every sample, and in the same data once', async () => {
    const model = aModel({
      nodes: ['big: a = Mul(x, k)', 'small: y = Div(a, k)'],
      inputs: { x: 'float32[1,4]' },
      outputs: { y: 'float32[1,4]' },
      initializers: { k: ['float32[1]', [30000]] },
    });
    // Only the last but one of a hundred samples leaves the range of FP16.
    const samples = Float32Array.from({ length: 400 }, (_, element) => (element === 393 ? 3 : 0.01));
    const data = join(work.home, 'data.npy');
    const parts: Uint8Array[] = [];
    const tensor = makeTensor('x', DataType.float32, [100, 4], samples);
    for await (const part of writeNpy(tensor, { source: memorySource(new Uint8Array()) })) parts.push(part);
    writeFileSync(data, Buffer.concat(parts));
    const path = await work.write('late.onnx', model);
    const asked = (recipe: object) => work.buildTask(path, { precision: 'fp16', ...recipe }, { calibration: data });
    const whole = await build(work.context(), asked({}));
    expect(whole.kept.map(({ node }) => node)).toEqual(['big', 'small']);
    expect(whole.kept[0]?.reason).toContain('90000');
    const few = await build(work.context(), asked({ calibration: { samples: 10 } }));
    expect(few.kept).toEqual([]);
    const phases: string[] = [];
    const context = { ...work.context(), progress: (phase: string) => phases.push(phase) };
    await build(context, asked({ keep: { operators: ['Relu'] } }));
    expect(phases).not.toContain('observing');
  });

  const int8 = {
    precision: 'int8',
    calibration: { preprocessing: { resize: { width: 8, height: 8 } }, samples: 8, method: 'minmax' },
  };
  const calibration = join(sample, 'calibration');

  it('makes INT8 with ranges from the data, and keeps them with the build', async () => {
    const task = work.buildTask(await work.write('wide.onnx', wide()), int8, { calibration });
    const record = await build(work.context(), task);
    expect(JSON.parse(readFileSync(record.ranges ?? '', 'utf8')).samples).toBe(8);
    expect(Object.keys(record.engineOperators).join()).toMatch(/QLinearConv/);
    expect(record.calibrationMs).toBeGreaterThan(0);
    const kept = await findCalibration(task.place.calibrations, record.calibration ?? '');
    expect(kept?.result).toMatchObject({ id: record.calibration, samples: 8, method: 'minmax' });
    expect(kept?.result.convergence.length).toBeGreaterThan(1);
    expect((await build(work.context(), task)).createdAt).toBe(record.createdAt);
  });

  it('leaves a layer that a recipe keeps in FP32 to FP32, also where both its neighbours are quantized', async () => {
    const kernel = { dims: [8, 8, 3, 3], values: Array.from({ length: 576 }, (_, index) => Math.sin(index) / 8) };
    const path = await work.write(
      'chain.onnx',
      aModel({
        nodes: ['w: a = Conv(x, f)', 'first: b = Conv(a, k)', 'middle: c = Conv(b, k)', 'last: y = Conv(c, k)'],
        inputs: { x: 'float32[1,3,8,8]' },
        outputs: { y: 'float32[1,8,1,1]' },
        initializers: {
          f: ['float32[8,3,2,2]', kernel.values.slice(0, 96)],
          k: ['float32[8,8,3,3]', kernel.values],
        },
      }),
    );
    const quantized = async (layers: object) => {
      const record = await build(work.context(), work.buildTask(path, { ...int8, layers }, { calibration }));
      return record.engineOperators['com.microsoft.QLinearConv'];
    };
    expect(await quantized({})).toBe(3);
    expect(await quantized({ middle: 'fp32' })).toBe(2);
  });

  it('leaves an image that does not decode out of the calibration, and says so in the record', async () => {
    const folder = join(work.home, 'images');
    cpSync(calibration, folder, { recursive: true });
    truncateSync(join(folder, '048.jpg'), 200);
    const recipe = { ...int8, calibration: { ...int8.calibration, samples: 96 } };
    const task = work.buildTask(await work.write('wide.onnx', wide()), recipe, { calibration: folder });
    const record = await build(work.context(), task);
    expect(record.warnings.join()).toMatch(/048\.jpg cannot be decoded.*left out/);
    expect(JSON.parse(readFileSync(record.ranges ?? '', 'utf8')).samples).toBe(95);
    for (let index = 50; index < 62; index += 1) truncateSync(join(folder, `0${index}.jpg`), 100);
    await expect(build(work.context(), task)).rejects.toThrow(/samples of the calibration data cannot be read/);
  });

  it('asks for data where INT8 has none, and names a value that is not a number', async () => {
    const task = work.buildTask(await work.write('wide.onnx', wide()), int8);
    await expect(build(work.context(), task)).rejects.toThrow(/INT8 of wide\.onnx needs data/);
    const weight = Array.from({ length: 32 * 32 * 9 }, (_, index) => (index === 5 ? Number.NaN : 1));
    const broken = work.buildTask(await work.write('nan.onnx', wide(weight)), int8, { calibration });
    await expect(build(work.context(), broken)).rejects.toThrow(/NaN/);
    expect(readdirSync(work.place.builds)).toEqual([]);
  });
});
