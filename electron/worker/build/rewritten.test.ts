import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { dataTypeName } from '#core/onnx/dataType.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { exposeValues, observedTensors } from '#core/precision/observe.ts';
import type { HalfPrecision } from '#core/precision/precisionPlan.ts';
import { toHalf } from '#core/precision/toHalf.ts';
import { toInt4 } from '#core/precision/toInt4.ts';
import { toInt8 } from '#core/precision/toInt8.ts';
import { arbitraryNetwork } from '#core/testing/arbitraryNetwork.ts';
import { randomNumbers } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { checkerMissing, checkFolder } from '#electron/worker/testing/onnxChecker.ts';
import { sampleModel } from '#electron/worker/testing/workplace.ts';
import type { Values } from '#electron/worker/value.ts';

const faces = resolve(import.meta.dirname, '../../../../shared/models/ultraface-rfb-320.onnx');
const tensorRt = 'tensorrt@10.6';

/** The same range for all: what is judged here is types, not accuracy. */
async function ranges(model: Model, target: string) {
  const observed = await observedTensors(model, { target });
  return { tensors: Object.fromEntries(observed.map((name) => [name, { min: -3, max: 4 }])) };
}

async function int8(model: Model, target: string, scaleType?: HalfPrecision, format?: 'fp8') {
  return (await toInt8(model, await ranges(model, format ? tensorRt : target), { target, scaleType, format })).model;
}

async function among(model: Model, type: HalfPrecision, quantized: 'narrow' | 'wide') {
  return (await toHalf(model, { type, quantized })).model;
}

const forms: Readonly<Record<string, (model: Model) => Promise<Model>>> = {
  fp16: async (model) => (await toHalf(model)).model,
  'fp16-io': async (model) => (await toHalf(model, { keepIo: false })).model,
  bf16: async (model) => (await toHalf(model, { type: 'bf16' })).model,
  'int8-tensorrt': (model) => int8(model, tensorRt),
  'int8-onnxruntime': (model) => int8(model, 'onnxruntime'),
  'int8-fp16': async (model) => among(await int8(model, tensorRt, 'fp16'), 'fp16', 'narrow'),
  'int8-bf16': async (model) => among(await int8(model, tensorRt, 'bf16'), 'bf16', 'narrow'),
  'int8-fp16-onnxruntime': async (model) => among(await int8(model, 'onnxruntime'), 'fp16', 'wide'),
  fp8: (model) => int8(model, tensorRt, undefined, 'fp8'),
  'fp8-fp16': async (model) => among(await int8(model, tensorRt, 'fp16', 'fp8'), 'fp16', 'narrow'),
  int4: async (model) => (await toInt4(model, { target: 'onnxruntime' })).model,
  'int4-fp16': async (model) =>
    among((await toInt4(model, { target: 'onnxruntime', scaleType: 'fp16' })).model, 'fp16', 'narrow'),
};

async function modelAt(path: string): Promise<Model> {
  return readModel(memorySource(new Uint8Array(readFileSync(path))));
}

function feedsOf(model: Model): Values {
  const random = randomNumbers('rewritten');
  return Object.fromEntries(
    model.graph.inputs.map(({ name, type }) => {
      const shape = (type?.kind === 'tensor' && type.shape) || [];
      const dims = shape.map((size) => (typeof size === 'number' ? size : 1));
      const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1);
      return [name, { type: 'float32' as const, dims, data }];
    }),
  );
}

/** Every value of the main graph given out in the type that is inferred for it: ONNX Runtime refuses any other. */
async function runWhole(model: Model): Promise<void> {
  const shapes = await inferShapes(model);
  const all = model.graph.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== '');
  const exposed = exposeValues(model, all, shapes);
  const session = openSession(await bytesOf(exposed), { threads: 1, optimization: 'none' });
  try {
    const known = all.filter((name) => session.outputs.some((port) => port.name === name && port.type));
    const values = session.run(feedsOf(model), known);
    for (const name of known) expect(values[name]?.type).toBe(dataTypeName(shapes.tensor(name)?.elementType ?? 0));
  } finally {
    session.close();
  }
}

describe('rewritten models', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-rewritten-'));
  const written = new Map<string, Model>();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(async () => {
    const random = fc.sample(arbitraryNetwork, 14).map((model, place) => [`random${place}`, model] as const);
    const real = [sampleModel, faces].filter(existsSync);
    const named = await Promise.all(real.map(async (path, place) => [`real${place}`, await modelAt(path)] as const));
    for (const [name, model] of [...random, ...named]) {
      for (const [form, rewrite] of Object.entries(forms)) {
        try {
          const rewritten = await rewrite(model);
          written.set(`${name}-${form}`, rewritten);
          writeFileSync(join(folder, `${name}-${form}.onnx`), await bytesOf(rewritten));
        } catch (error) {
          // Not every network has weights to quantize.
          if (!(error instanceof OnnxError) || !/no node|no weights/.test(error.message)) throw error;
        }
      }
    }
  }, 120_000);

  it('come in every form', () => {
    const seen = new Set([...written.keys()].map((name) => name.slice(name.indexOf('-') + 1)));
    expect([...seen].toSorted()).toEqual(Object.keys(forms).toSorted());
  });

  it.skipIf(checkerMissing !== '')(
    `pass ONNX’s own checker${checkerMissing ? ` (skipped: ${checkerMissing})` : ''}`,
    () => {
      expect(checkFolder(folder)).toEqual({});
    },
  );

  it('run in ONNX Runtime with the promised type at every edge, but for BF16, for which it has no kernels', async () => {
    for (const [name, model] of written) {
      if (name.includes('bf16') || name.endsWith('-io')) continue;
      await runWhole(model).catch((error: unknown) => expect.fail(`${name}: ${String(error)}`));
    }
  }, 120_000);
});
