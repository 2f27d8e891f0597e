import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calibrationSchema } from '#core/contract/recipe.ts';
import { aModel } from '#core/testing/aModel.ts';
import type { Context } from '#electron/worker/context.ts';
import type { Value } from '#electron/worker/value.ts';
import { type CalibrationInput, calibrate } from './calibrate.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-calibrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const model = aModel({
  nodes: [
    ['conv: a = Conv(x, w)', { pads: [1, 1, 1, 1] }],
    'relu: r = Relu(a)',
    ['conv2: y = Conv(r, w2)', { pads: [1, 1, 1, 1] }],
  ],
  inputs: { x: 'float32[1,1,4,4]' },
  outputs: { y: 'float32[1,1,4,4]' },
  initializers: {
    w: ['float32[1,1,3,3]', [0, 0, 0, 0, 2, 0, 0, 0, 0]],
    w2: ['float32[1,1,3,3]', [0, 0, 0, 0, 1, 0, 0, 0, 0]],
  },
});

function image(values: readonly number[]): Value {
  return {
    type: 'float32',
    dims: [1, 1, 4, 4],
    data: Float32Array.from({ length: 16 }, (_, at) => values[at % values.length] ?? 0),
  };
}

function context(signal = new AbortController().signal): Context & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    signal,
    progress: () => {},
    log: (line) => lines.push(line),
    place: { scratch: folder, calibrations: join(folder, 'calibrations'), builds: join(folder, 'builds') },
  };
}

function input(samples: readonly Value[], options = {}): CalibrationInput {
  return {
    model,
    modelId: 'm',
    modelSha256: 'abc',
    // ONNX Runtime leaves products as short as these in FP32.
    target: 'tensorrt@10.6',
    recipe: {
      precision: 'int8',
      keep: { nodes: [], patterns: [], operators: [] },
      layers: {},
      options: { threads: 1 },
    },
    options: calibrationSchema.parse({ method: 'minmax', ...options }),
    samples: {
      count: samples.length,
      classes: null,
      name: (index) => `sample ${index}`,
      label: () => null,
      read: async (index) => ({ x: samples[index] ?? image([0]) }),
    },
    dataHash: 'data',
  };
}

describe('calibration', () => {
  it('finds the ranges of the input and of the values that INT8 needs', async () => {
    const { ranges, result } = await calibrate(context(), input([image([1, -3, 2]), image([0.5, 4])]));
    expect(ranges.tensors.x).toMatchObject({ min: -3, max: 4, threshold: 4 });
    expect(ranges.tensors.r).toMatchObject({ min: 0, max: 8, threshold: 8 });
    expect(result.samples).toBe(2);
    expect(result.convergence[result.convergence.length - 1]?.growthPercent).toBe(0);
    expect(result.warnings.join(' ')).toContain('Only 2 samples');
  });

  it('gives the same ranges whatever the order of the samples', async () => {
    const samples = [image([1, -3, 2]), image([0.5, 4]), image([7, -0.1, 0.2, 3])];
    const first = await calibrate(context(), input(samples, { method: 'entropy' }));
    const second = await calibrate(context(), {
      ...input(samples.toReversed(), { method: 'entropy' }),
      dataHash: 'reversed',
    });
    expect(second.result.reused).toBe(false);
    expect(second.ranges.tensors).toEqual(first.ranges.tensors);
  });

  it('uses an earlier calibration of the same data, method and model, and of no other', async () => {
    const samples = [image([1, 2])];
    const first = await calibrate(context(), input(samples));
    const again = await calibrate(context(), input([image([100])]));
    expect(again.result.reused).toBe(true);
    expect(again.ranges).toEqual(first.ranges);
    expect((await calibrate(context(), input(samples, { method: 'percentile' }))).result.reused).toBe(false);
    expect((await calibrate(context(), { ...input(samples), modelSha256: 'other' })).result.reused).toBe(false);
  });

  it('runs again where the kept file is damaged', async () => {
    const { result } = await calibrate(context(), input([image([1])]));
    writeFileSync(result.path, readFileSync(result.path, 'utf8').slice(0, 40));
    expect((await calibrate(context(), input([image([1])]))).result.reused).toBe(false);
  });

  it('names the tensor and the sample where the model gives NaN', async () => {
    const failing = calibrate(context(), input([image([1]), image([Number.NaN])]));
    await expect(failing).rejects.toThrow(/NaN or infinity in the tensor '.+' for the sample sample 1/);
  });

  it('takes samples evenly from sorted data', async () => {
    const samples = Array.from({ length: 100 }, (_, index) => image([index + 1]));
    const { ranges, result } = await calibrate(context(), input(samples, { samples: 4 }));
    expect(result.samples).toBe(4);
    expect(ranges.tensors.x?.max).toBe(76);
  });

  it('stops when cancelled and leaves nothing behind but finished calibrations', async () => {
    const controller = new AbortController();
    const slow = input(Array.from({ length: 50 }, () => image([1])));
    const running = calibrate(context(controller.signal), {
      ...slow,
      samples: {
        ...slow.samples,
        read: async (index) => {
          if (index === 3) controller.abort(new Error('cancelled'));
          return { x: image([1]) };
        },
      },
    });
    await expect(running).rejects.toThrow('cancelled');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses data without samples', async () => {
    await expect(calibrate(context(), input([]))).rejects.toThrow('holds no sample');
  });
});
