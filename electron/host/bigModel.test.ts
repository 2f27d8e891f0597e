import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { Tensor } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import type { ByteSource } from '#core/onnx/source.ts';
import { tensorStatistics } from '#core/onnx/statistics.ts';
import { writeModel } from '#core/onnx/write.ts';
import { aModel } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { openExternalFile } from './externalFile.ts';
import { fileSource } from './fileSource.ts';
import { inspectModel } from './inspection/examineModel.ts';

const gibibyte = 2 ** 30;
const layers = 5;
const folder = mkdtempSync(join(tmpdir(), 'lathe-big-'));
const path = join(folder, 'big.onnx');
const weights = join(folder, 'big.onnx.data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Weights of 2 GiB in a file beside the model: all of them zeros, which take no room on the disk. */
function weight(layer: number): Tensor {
  const elements = (2 * gibibyte) / 4;
  const dims = [elements / 1024, 1024];
  return {
    ...aTensor(`w${layer}`, 'float32[0,1024]'),
    dims,
    data: { kind: 'external', location: 'big.onnx.data', offset: layer * 2 * gibibyte, length: 2 * gibibyte },
  };
}

beforeAll(async () => {
  const all = Array.from({ length: layers }, (_, layer) => weight(layer));
  const model = aModel({
    inputs: { x0: `float32[1,${(2 * gibibyte) / 4 / 1024}]` },
    outputs: { y: 'float32' },
    nodes: [
      ...all.map(({ name }, layer) => `h${layer} = MatMul(x0, ${name})`),
      `y = Sum(${all.map((_, at) => `h${at}`).join(', ')})`,
    ],
    initializers: Object.fromEntries(all.map((tensor) => [tensor.name, tensor])),
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeModel(model)) chunks.push(chunk);
  writeFileSync(path, Buffer.concat(chunks));
  if (process.platform === 'win32') return;
  writeFileSync(weights, '');
  truncateSync(weights, layers * 2 * gibibyte);
});

/** Opens the model's files, counting the bytes that are read of each. */
function counting() {
  const read = { model: 0, weights: 0 };
  const counted = (source: ByteSource, file: keyof typeof read): ByteSource => ({
    size: source.size,
    read(offset, length) {
      read[file] += length;
      return source.read(offset, length);
    },
  });
  return {
    read,
    source: counted(fileSource(path, statSync(path).size), 'model'),
    openExternal: async (location: string) => counted(await openExternalFile(path, location), 'weights'),
  };
}

// Windows writes the zeros of a file out: ten GiB of them.
describe.skipIf(process.platform === 'win32')('a model with 10 GiB of weights beside it', () => {
  it('opens, with all of its shapes, without a byte of them being read', async () => {
    const { source, openExternal, read } = counting();
    const model = await readModel(source);
    const shapes = await inferShapes(model, { openExternal });
    expect(statSync(weights).size).toBe(10 * gibibyte);
    expect(model.graph.initializers).toHaveLength(layers);
    expect(shapes.tensor('y')?.shape).toEqual([1, 1024]);
    expect(read.weights).toBe(0);
    expect(read.model).toBeLessThan(1 << 20);
  });

  it('is inspected by the host', async () => {
    const report = await inspectModel({ path, bytes: statSync(path).size }, 'onnxruntime');
    expect(report.weightBytes).toBe(10 * gibibyte);
    expect(report.issues.filter(({ message }) => message.includes('big.onnx.data'))).toEqual([]);
  });

  it('gives the statistics of a weight a piece at a time, tells how far it is, and stops when told to', async () => {
    const { source, openExternal, read } = counting();
    const model = await readModel(source);
    const [first] = model.graph.initializers;
    if (!first) throw new Error('the model has no weights');
    const part = 96 * 2 ** 20;
    const small: Tensor = {
      ...first,
      dims: [part / 4],
      data: { kind: 'external', location: 'big.onnx.data', offset: 2 * gibibyte, length: part },
    };
    const before = process.memoryUsage();
    let most = 0;
    const shares: number[] = [];
    const statistics = await tensorStatistics(small, model, {
      openExternal,
      onProgress: (share) => {
        shares.push(share);
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        most = Math.max(most, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers);
      },
    });
    expect(statistics).toMatchObject({ count: part / 4, zeros: part / 4, min: 0, max: 0 });
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    // What is no longer needed may wait for its collection; all of the tensor never stays.
    expect(most).toBeLessThan(part);
    expect(read.weights).toBe(2 * part);

    const stopped = { aborted: false, reason: new Error('stopped') };
    const stopping = tensorStatistics(first, model, {
      openExternal,
      signal: stopped,
      onProgress: () => {
        stopped.aborted = true;
      },
    });
    await expect(stopping).rejects.toThrow('stopped');
    expect(read.weights).toBeLessThan(2 * part + 32 * 2 ** 20);
  });
});
