import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibrationMethodSchema, calibrationSchema } from '#core/contract/recipe.ts';
import { planWrite } from '#core/onnx/write.ts';
import { exposeValues, observedTensors } from '#core/precision/observe.ts';
import { aModel } from '#core/testing/aModel.ts';
import type { Context } from '#electron/worker/context.ts';
import { seeded } from '#electron/worker/data/seeded.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { createHistograms } from '#electron/worker/native.ts';
import type { Value } from '#electron/worker/value.ts';
import { type CalibrationInput, calibrate } from './calibrate.ts';
import { counting } from './counting.ts';
import { openNativeObserver } from './nativeObserver.ts';
import type { ObservedModel, Observer } from './observer.ts';
import { openObserved } from './openObserved.ts';
import { openSessionObserver } from './sessionObserver.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-independence-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = seeded('weights');
const weights = (count: number) => Array.from({ length: count }, () => random.normal() * 0.3);
/** Sixteen channels, so that ONNX Runtime computes in whole blocks of them wherever it has blocks. */
const model = aModel({
  nodes: [
    ['conv: a = Conv(x, w)', { pads: [1, 1, 1, 1] }],
    'relu: r = Relu(a)',
    ['conv2: b = Conv(r, w2)', { pads: [1, 1, 1, 1] }],
    'add: y = Add(b, r)',
    ['conv3: z = Conv(y, w3)', { pads: [1, 1, 1, 1] }],
  ],
  inputs: { x: 'float32[N,16,6,6]' },
  outputs: { z: 'float32[N,16,6,6]' },
  initializers: {
    w: ['float32[16,16,3,3]', weights(16 * 16 * 9)],
    w2: ['float32[16,16,3,3]', weights(16 * 16 * 9)],
    w3: ['float32[16,16,3,3]', weights(16 * 16 * 9)],
  },
});

const size = 16 * 36;
function sample(seed: number, batch = 1): Value {
  const images = Array.from({ length: batch }, (_, place) => {
    const values = seeded(`sample ${seed + place}`);
    return Array.from({ length: size }, () => values.normal() * (1 + ((seed + place) % 5)));
  });
  return { type: 'float32', dims: [batch, 16, 6, 6], data: Float32Array.from(images.flat()) };
}

const context: Context = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  get place() {
    return { scratch: folder, calibrations: join(folder, 'calibrations'), builds: join(folder, 'builds') };
  },
};

let calibrations = 0;
async function rangesOf(samples: readonly Value[], method: string, target = 'onnxruntime') {
  calibrations += 1;
  const input: CalibrationInput = {
    model,
    modelId: 'm',
    modelSha256: 'abc',
    target,
    recipe: {
      precision: 'int8',
      keep: { nodes: [], patterns: [], operators: [] },
      layers: {},
      options: { threads: 2 },
    },
    options: calibrationSchema.parse({ method, percentile: 99 }),
    samples: {
      count: samples.length,
      classes: null,
      name: (index) => `sample ${index}`,
      label: () => null,
      read: async (index) => ({ x: samples[index] ?? sample(0) }),
    },
    dataHash: `data ${calibrations}`,
  };
  return (await calibrate(context, input)).ranges.tensors;
}

/** What the histograms hold after five samples, as many at once as the observer takes. */
async function counted(observer: Observer, tensors: readonly string[]) {
  const histograms = createHistograms(tensors.length, 1);
  const extremes: Float64Array[] = [];
  for (let from = 0; from < 5; from += observer.lanes) {
    const seeds = Array.from({ length: Math.min(observer.lanes, 5 - from) }, (_, lane) => from + lane);
    extremes.push(...(await Promise.all(seeds.map((seed) => observer.observe({ x: sample(seed) }, histograms)))));
  }
  observer.close();
  return tensors.map((tensor, place) => ({
    tensor,
    extremes: extremes.map((found) => found.subarray(3 * place, 3 * place + 3)),
    summary: histograms.summary(place),
    counts: histograms.rebinned(place, 512),
  }));
}

const methods = calibrationMethodSchema.options;

describe('the ranges of a calibration', () => {
  it('do not depend on the order of the samples, by any method, for either kind of target', async () => {
    const samples = Array.from({ length: 9 }, (_, seed) => sample(seed));
    const order = fc.shuffledSubarray([...samples.keys()], { minLength: samples.length });
    await fc.assert(
      fc.asyncProperty(
        order,
        fc.constantFrom(...methods),
        fc.constantFrom('onnxruntime', 'tensorrt@10.6'),
        async (places, method, target) => {
          const shuffled = places.map((place) => samples[place] as Value);
          expect(await rangesOf(shuffled, method, target)).toEqual(await rangesOf(samples, method, target));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('do not depend on how many images make a batch, where ranges are those of all values', async () => {
    const single = Array.from({ length: 8 }, (_, seed) => sample(seed));
    const pairs = [0, 2, 4, 6].map((seed) => sample(seed, 2));
    // The mean of the samples' extremes is that of samples, so a batch would be one of them.
    for (const method of methods.filter((one) => one !== 'average')) {
      const [one, two] = [await rangesOf(single, method), await rangesOf(pairs, method)];
      expect(Object.keys(two)).toEqual(Object.keys(one));
      for (const [tensor, range] of Object.entries(one)) {
        // ONNX Runtime itself may round the products of a larger batch another way.
        expect(two[tensor]?.threshold).toBeCloseTo(range.threshold ?? 0, 3);
      }
    }
  });

  it('are the same where values are taken in the layout in which they are computed', async () => {
    const tensors = await observedTensors(model, { target: 'onnxruntime' });
    const few = await openObserved(context, model, tensors, { threads: 1, samples: 1 });
    const many = await openObserved(context, model, tensors, { threads: 1, samples: 1000 });
    expect(await counted(many, tensors)).toEqual(await counted(few, tensors));
  });

  it('are the same where weights are read from the model’s own file, from its data file, and from a copy', async () => {
    const tensors = await observedTensors(model, { target: 'onnxruntime' });
    const none = await openObserved(context, model, tensors, { threads: 1, samples: 1 });
    const expected = await counted(none, tensors);
    const { signal } = context;
    const inOne = join(folder, 'one.onnx');
    await writeModelFile(model, inOne, { signal });
    const apart = join(folder, 'apart.onnx');
    const plan = planWrite(model, { dataLocation: 'apart.bin' });
    await writeFile(apart, plan.model());
    await writeFile(join(folder, 'apart.bin'), plan.data());
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
    const linked = join(elsewhere, 'linked.onnx');
    symlinkSync(inOne, linked);
    for (const path of [inOne, apart, linked]) {
      for (const samples of [1, 1000]) {
        const opened = await openModel(path);
        const options = { threads: 1, samples, path, openExternal: opened.openExternal };
        const observer = await openObserved(context, opened.model, tensors, options);
        expect(await counted(observer, tensors)).toEqual(expected);
        await opened.close();
      }
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('observe-'))).toEqual([]);
  });

  it('are the same through onnxruntime-node and through the native library, with samples side by side', async () => {
    const tensors = await observedTensors(model, { target: 'onnxruntime' });
    const path = join(folder, 'observed.onnx');
    await writeModelFile(exposeValues(model, tensors), path, { signal: context.signal });
    const file: ObservedModel = { model: path, optimization: 'all', threads: 3, tensors, nameOf: (tensor) => tensor };
    const own = counting(model, new Map(tensors.flatMap((tensor, place) => (tensor === 'x' ? [] : [[tensor, place]]))));
    const countedPath = join(folder, 'counted.onnx');
    await writeModelFile(own.model, countedPath, { signal: context.signal });
    const native = openNativeObserver({ ...file, model: countedPath, outputs: own.outputs }, inputPorts(model));
    if (!native) throw new TypeError('ONNX Runtime was not opened by the native library');
    expect(native.lanes).toBe(3);
    expect(await counted(native, tensors)).toEqual(
      await counted(openSessionObserver({ ...file, threads: 1 }), tensors),
    );
  });

  it('fail in words that name ONNX Runtime and what it says where a sample does not fit', async () => {
    const tensors = await observedTensors(model, { target: 'onnxruntime' });
    const observer = await openObserved(context, model, tensors, { threads: 2, samples: 1 });
    const narrow: Value = { type: 'float32', dims: [1, 8, 6, 6], data: new Float32Array(8 * 36) };
    const histograms = createHistograms(tensors.length, 1);
    await expect(observer.observe({ x: narrow }, histograms)).rejects.toThrow(
      /ONNX Runtime could not run .*dimensions/,
    );
    // Samples of several shapes follow one another.
    for (const batch of [1, 3, 1]) {
      const extremes = await observer.observe({ x: sample(1, batch) }, histograms);
      expect(extremes.every(Number.isFinite)).toBe(true);
    }
    expect(histograms.summary(tensors.indexOf('x')).total).toBe(5 * size);
    observer.close();
  });

  it('come from the mean of the samples’ extremes by the method average', async () => {
    const constant = (value: number): Value => ({
      type: 'float32',
      dims: [1, 16, 6, 6],
      data: new Float32Array(size).fill(value),
    });
    const { x } = await rangesOf([constant(-1), constant(2), constant(5)], 'average', 'tensorrt@10.6');
    expect(x).toEqual({ min: -1, max: 5, threshold: 2 });
  });
});
