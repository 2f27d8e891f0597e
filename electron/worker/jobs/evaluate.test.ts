import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import { preprocessingSchema } from '#core/contract/data.ts';
import { evaluationSchema } from '#core/contract/measurement.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Model } from '#core/onnx/model.ts';
import { writeNpy } from '#core/onnx/npy.ts';
import { aModel } from '#core/testing/aModel.ts';
import { aZip } from '#electron/worker/data/aZip.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { build } from './build.ts';
import { evaluate } from './evaluate.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

const built = async (name: string, model: Model): Promise<BuildRecord> =>
  build(work.context(), work.buildTask(await work.write(name, model)));

/** y = x · k + b: three scores for three values, and errors that can be worked out by hand. */
const scores = (k: number, b: readonly number[]) =>
  aModel({
    nodes: ['a = Mul(x, k)', 'y = Add(a, b)'],
    inputs: { x: 'float32[batch,3]' },
    outputs: { y: 'float32[batch,3]' },
    initializers: { k: ['float32[1]', [k]], b: ['float32[3]', b] },
  });

async function npz(name: string, rows: readonly (readonly number[])[], labels?: readonly number[]): Promise<string> {
  const file = async (dims: readonly number[], type: number, values: readonly (number | bigint)[]) => {
    const parts: Uint8Array[] = [];
    const tensor = makeTensor('t', type, dims, values);
    for await (const part of writeNpy(tensor, { source: { size: 0, read: async () => new Uint8Array() } }))
      parts.push(part);
    return Buffer.concat(parts);
  };
  const path = join(work.home, name);
  const x = await file([rows.length, rows[0]?.length ?? 0], DataType.float32, rows.flat());
  const y = labels && (await file([labels.length], DataType.int64, labels.map(BigInt)));
  writeFileSync(path, aZip({ 'x.npy': x, ...(y ? { 'labels.npy': y } : {}) }));
  return path;
}

describe('evaluate', () => {
  it('finds a build identical to itself', async () => {
    const record = await built('same.onnx', scores(1, [0, 0, 0]));
    const test = await npz('t.npz', [
      [1, 2, 3],
      [3, 2, 1],
    ]);
    const { evaluations } = await evaluate(work.context(), work.evaluateTask([record, record], test));
    for (const one of evaluations) {
      expect(evaluationSchema.parse(one)).toMatchObject({
        cosine: 1,
        sqnrDb: null,
        maxAbsError: 0,
        top1Agreement: 1,
        accuracy: null,
        samples: 2,
      });
    }
  });

  it('gives the errors, agreement and accuracy that can be worked out by hand', async () => {
    const reference = await built('reference.onnx', scores(1, [0, 0, 0]));
    const shifted = await built('shifted.onnx', scores(1, [0.5, 0, 0]));
    // The shift changes the choice in the second row alone: 2 + 0.5 passes 2.25.
    const rows = [
      [0, 0, 4],
      [2, 0, 2.25],
      [4, 0, 0],
    ];
    const test = await npz('t.npz', rows, [2, 2, 1]);
    const { evaluations } = await evaluate(work.context(), work.evaluateTask([reference, shifted], test));
    const [first, second] = evaluations;
    const signal = 16 + 4 + 2.25 ** 2 + 16;
    expect(second?.sqnrDb).toBeCloseTo(10 * Math.log10(signal / 0.75), 5);
    expect(second?.maxAbsError).toBeCloseTo(0.5, 6);
    expect([first?.top1Agreement, second?.top1Agreement]).toEqual([1, 2 / 3]);
    expect([first?.accuracy, second?.accuracy]).toEqual([2 / 3, 1 / 3]);
    expect([first?.accuracyChange, first?.top1Interval]).toEqual([null, null]);
    expect(second?.accuracyChange).toMatchObject({
      difference: expect.closeTo(-1 / 3, 9),
      gained: 0,
      lost: 1,
      samples: 3,
    });
    expect(second?.accuracyInterval?.low).toBeLessThan(1 / 3);
    expect(second?.top1Interval?.high).toBeGreaterThan(2 / 3);
    expect(second?.worst.map(({ sample }) => sample)).toEqual(['t.npz[1]', 't.npz[0]', 't.npz[2]']);
    expect(second?.worst.map(({ index }) => index)).toEqual([1, 0, 2]);
    expect(second?.reference).toBe(reference.id);
    expect(second?.source).toBe('t.npz');
  });

  it('takes random inputs where there is no test set, and says so', async () => {
    const reference = await built('reference.onnx', scores(1, [0, 0, 0]));
    const scaled = await built('scaled.onnx', scores(1.01, [0, 0, 0]));
    const { evaluations } = await evaluate(work.context(), work.evaluateTask([reference, scaled]));
    expect(evaluations[1]).toMatchObject({ source: 'random', samples: 32, top1Agreement: 1 });
    expect(evaluations[1]?.sqnrDb).toBeCloseTo(40, 1);
    expect(evaluations[1]?.cosine).toBeCloseTo(1, 9);
  });

  it('compares engines whose inputs and outputs are FP16 with FP32 ones', async () => {
    const path = await work.write('net.onnx', scores(1.5, [0.1, 0.2, 0.3]));
    const reference = await build(work.context(), work.buildTask(path));
    const half = await build(work.context(), work.buildTask(path, { precision: 'fp16', keepIo: false }));
    const { evaluations } = await evaluate(work.context(), work.evaluateTask([reference, half]));
    // Half precision has 11 bits: three roundings leave about 60 dB.
    expect(evaluations[1]?.sqnrDb).toBeGreaterThan(55);
    expect(evaluations[1]?.sqnrDb).toBeLessThan(90);
  });

  it('tells of outputs that turn into NaN', async () => {
    const reference = await built('reference.onnx', scores(1, [0, 0, 0]));
    const broken = await built('broken.onnx', scores(Number.NaN, [0, 0, 0]));
    const { evaluations } = await evaluate(work.context(), work.evaluateTask([reference, broken]));
    expect(evaluationSchema.parse(evaluations[1])).toMatchObject({
      cosine: null,
      sqnrDb: null,
      maxAbsError: Number.MAX_VALUE,
      top1Agreement: 0,
    });
  });

  it('leaves out an image that does not decode, and gives up where many do not', async () => {
    const folder = join(work.home, 'images');
    mkdirSync(folder);
    const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123456' } })
      .png()
      .toBuffer();
    for (let index = 0; index < 20; index += 1)
      writeFileSync(join(folder, `${index}.png`), index === 7 ? png.subarray(0, 40) : png);
    const record = await built(
      'images.onnx',
      aModel({ nodes: ['y = Relu(x)'], inputs: { x: 'float32[batch,3,4,4]' }, outputs: { y: 'float32[batch,3,4,4]' } }),
    );
    const task = work.evaluateTask([record], folder);
    const preprocessing = preprocessingSchema.parse({ resize: { width: 4, height: 4 } });
    const stated = { ...task, request: { ...task.request, preprocessing } };
    const { evaluations } = await evaluate(work.context(), stated);
    expect(evaluations[0]?.samples).toBe(19);
    expect(work.lines.join('\n')).toMatch(/7\.png cannot be decoded.*left out/);
    for (const index of [8, 9, 10]) writeFileSync(join(folder, `${index}.png`), 'nothing');
    await expect(evaluate(work.context(), stated)).rejects.toThrow(/3 of 20 samples of images cannot be read/);
  });

  it('goes on where an output has another shape in one engine', async () => {
    const nonZero = (threshold: number) =>
      aModel({
        nodes: ['m = Greater(x, t)', 'f = Cast(m)', 'i = NonZero(m)', 'y = Identity(x)'].map((line) =>
          line.includes('Cast') ? ([line, { to: 1 }] as const) : line,
        ),
        inputs: { x: 'float32[1,16]' },
        outputs: { y: 'float32[1,16]', i: 'int64[2,n]' },
        initializers: { t: ['float32[1]', [threshold]] },
      });
    const records = [await built('a.onnx', nonZero(0)), await built('b.onnx', nonZero(1))];
    const { evaluations } = await evaluate(work.context(), work.evaluateTask(records));
    expect(evaluations[1]).toMatchObject({ cosine: 1, maxAbsError: 0 });
    expect(work.lines.join('\n')).toMatch(/output 'i' of FP32 has another shape/);
  });

  it('counts classes that are taken for others, and answers that are still among the five highest', async () => {
    const bias = Array.from({ length: 8 }, (_, at) => -at / 10);
    const classifier = (first: number) =>
      aModel({
        nodes: ['y = Add(x, b)'],
        inputs: { x: 'float32[1,8]' },
        outputs: { y: 'float32[1,8]' },
        initializers: { b: ['float32[8]', [first, ...bias.slice(1)]] },
      });
    const reference = await built('plain.onnx', classifier(0));
    // Class 0 falls behind five others: it is right no more, and not even near.
    const shifted = await built('shifted.onnx', classifier(-0.55));
    const zeros = Array.from({ length: 8 }, () => 0);
    const test = await npz('wide.npz', [zeros, zeros.with(3, 9)], [0, 3]);
    const task = work.evaluateTask([reference, shifted], test);
    const gate = { maxTop1Loss: 10, minCosine: 0.5 };
    const request = {
      ...task.request,
      acceptance: { gate, boxes: null, tolerances: { '*': { absolute: 0.1, relative: 0 } } },
    };
    const { evaluations } = await evaluate(work.context(), { ...task, request });
    expect(evaluations[0]?.gate).toBeNull();
    const found = evaluationSchema.parse(evaluations[1]);
    expect(found).toMatchObject({ accuracy: 0.5, top5Accuracy: 0.5, top5Agreement: 0.5, boxes: null });
    expect(found.confusion).toEqual({
      classes: [0, 1, 3],
      counts: [
        [0, 1, 0],
        [0, 0, 0],
        [0, 0, 1],
      ],
      outside: 0,
    });
    expect(found.outputs[0]?.within).toBeCloseTo(14 / 16, 9);
    expect(found.outputs[0]?.meanAbsError).toBeCloseTo((2 * 0.55) / 16, 6);
    expect(found.gate).toMatchObject({ passed: false, reasons: [expect.stringContaining('loses 50.00 points')] });
    expect(found.worst[0]).toMatchObject({
      changed: true,
      shown: {
        kind: 'scores',
        label: 0,
        reference: [{ label: 0 }, { label: 1 }, { label: 2 }],
        here: [{ label: 1 }, {}, {}],
      },
    });
  });

  it('compares layer by layer where it is asked to, with fused activations as the layers’ ends', async () => {
    const net = (scale: number) =>
      aModel({
        nodes: [['first: a = Conv(x, w)', { pads: [1, 1, 1, 1] }], 'act: b = Relu(a)', 'last: y = Conv(b, v)'],
        inputs: { x: 'float32[1,3,4,4]' },
        outputs: { y: 'float32[1,2,4,4]' },
        initializers: {
          w: ['float32[3,3,3,3]', Array.from({ length: 81 }, (_, at) => Math.sin(at))],
          v: ['float32[2,3,1,1]', Array.from({ length: 6 }, (_, at) => scale * Math.cos(at))],
        },
      });
    const reference = await built('net.onnx', net(1));
    const scaled = await built('scaled.onnx', net(1.1));
    const task = work.evaluateTask([reference, scaled]);
    const { evaluations } = await evaluate(work.context(), { ...task, request: { ...task.request, layers: true } });
    expect(evaluations[0]?.layers).toBeUndefined();
    expect(evaluations[1]?.layers).toEqual([
      { node: 'first', value: 'b', cosine: 1, sqnrDb: null, maxAbsError: 0 },
      {
        node: 'last',
        value: 'y',
        cosine: expect.closeTo(1, 6),
        sqnrDb: expect.closeTo(20, 2),
        maxAbsError: expect.any(Number),
      },
    ]);
  });
});
