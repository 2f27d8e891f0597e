import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import { writeNpy } from '#core/onnx/npy.ts';
import { memorySource } from '#core/onnx/source.ts';
import { aModel } from '#core/testing/aModel.ts';
import { randomNumbers } from '#core/testing/aTensor.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { toNumbers } from '#electron/worker/value.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

const channels = 48;
/** Linear, so that means go through it: a shift of the first product would be seen in the second. */
const linear = aModel({
  nodes: ['a = Gemm(x, w1, b)', 'y = Gemm(a, w2)'],
  inputs: { x: `float32[1,${channels}]` },
  outputs: { y: `float32[1,${channels}]` },
  initializers: {
    w1: `float32[${channels},${channels}]`,
    b: `float32[${channels}]`,
    w2: `float32[${channels},${channels}]`,
  },
});

/** Channels with means far from 0, in a file. */
async function samples(count: number) {
  const random = randomNumbers('means');
  const values = Float32Array.from({ length: count * channels }, (_, at) => (at % channels) / 10 + random());
  const parts: Uint8Array[] = [];
  const tensor = makeTensor('x', DataType.float32, [count, channels], values);
  for await (const part of writeNpy(tensor, { source: memorySource(new Uint8Array()) })) parts.push(part);
  const path = join(work.home, 'data.npy');
  writeFileSync(path, Buffer.concat(parts));
  return { path, values };
}

/** The mean of each output over the samples. */
function meansOf(model: string, values: Float32Array): Float64Array {
  const session = openSession(model, { threads: 1, optimization: 'none' });
  const sums = new Float64Array(channels);
  for (let from = 0; from < values.length; from += channels) {
    const x = { type: 'float32' as const, dims: [1, channels], data: values.slice(from, from + channels) };
    const { y } = session.run({ x });
    (y && toNumbers(y))?.forEach((value, channel) => {
      sums[channel] = (sums[channel] ?? 0) + value / (values.length / channels);
    });
  }
  session.close();
  return sums;
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));
}

describe('a build with biasCorrection', () => {
  it('keeps the means of what a linear network gives', async () => {
    const { path: calibration, values } = await samples(64);
    const path = await work.write('linear.onnx', linear);
    const recipe = { precision: 'int8', calibration: { method: 'minmax' } };
    const plain = await build(work.context(), work.buildTask(path, recipe, { calibration }));
    const corrected = await build(
      work.context(),
      work.buildTask(path, { ...recipe, biasCorrection: true }, { calibration }),
    );
    expect(corrected.id).not.toBe(plain.id);
    const exact = meansOf(path, values);
    const [before, after] = [plain, corrected].map(({ directory }) =>
      distance(meansOf(join(directory, 'model.onnx'), values), exact),
    );
    expect(after).toBeLessThan((before ?? 0) / 4);
  });

  it('measures the same data once, whatever nodes a recipe keeps, and never where nothing is quantized', async () => {
    const { path: calibration } = await samples(8);
    const path = await work.write('linear.onnx', linear);
    const phases: string[] = [];
    const context = { ...work.context(), progress: (phase: string) => phases.push(phase) };
    const asked = (recipe: object) => work.buildTask(path, { biasCorrection: true, ...recipe }, { calibration });
    await build(context, asked({ precision: 'fp32' }));
    expect(phases).not.toContain('observing');
    await build(context, asked({ precision: 'int8' }));
    expect(phases).toContain('observing');
    phases.length = 0;
    await build(context, asked({ precision: 'int8', keep: { patterns: ['node_of_y'] } }));
    expect(phases).not.toContain('observing');
  });

  it('asks for data, for INT4 too', async () => {
    const path = await work.write('linear.onnx', linear);
    const task = work.buildTask(path, { precision: 'int4', biasCorrection: true });
    await expect(build(work.context(), task)).rejects.toThrow(/Bias correction of linear\.onnx needs data/);
  });
});
