import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import { observedTensors } from '#core/precision/observe.ts';
import type { Range } from '#core/precision/ranges.ts';
import { toInt8 } from '#core/precision/toInt8.ts';
import { aModel } from '#core/testing/aModel.ts';
import { randomNumbers } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { openObserved } from '#electron/worker/calibration/openObserved.ts';
import type { Context } from '#electron/worker/context.ts';
import { createHistograms } from '#electron/worker/native.ts';
import { awkwardValues } from '#electron/worker/testing/awkwardValues.ts';
import { awkwardWeights } from '#electron/worker/testing/awkwardWeights.ts';
import { checkerMissing, checkFolder } from '#electron/worker/testing/onnxChecker.ts';
import { toNumbers, type Value, type Values } from '#electron/worker/value.ts';

/** What is written for TensorRT says what is to be computed; what ONNX Runtime would make of it does not matter. */
const targets = [
  { target: 'onnxruntime', optimizations: ['none', 'all'] },
  { target: 'tensorrt@10.6', optimizations: ['none'] },
] as const;
const forms = ['float+Q+DQ', 'int8+DQ'] as const;

/** The checker wants to know the rank of each output. */
function withRanks(model: Model, outputs: Values): Model {
  const { graph } = model;
  const ranked = graph.outputs.map((value) => {
    const shape = outputs[value.name]?.dims.map((_, axis) => `${value.name}_${axis}`);
    return value.type?.kind === 'tensor' ? { ...value, type: { ...value.type, shape } } : value;
  });
  return { ...model, graph: { ...graph, outputs: ranked } };
}

/** Undefined where a target has 8-bit kernels for none of the nodes, and says so. */
async function int8(...given: Parameters<typeof toInt8>): Promise<Model | undefined> {
  try {
    return (await toInt8(...given)).model;
  } catch (error) {
    if (error instanceof OnnxError && /no node that can be quantized/.test(error.message)) return undefined;
    throw error;
  }
}

function feedsOf(model: Model, seed: string): Values {
  const given = new Set(model.graph.initializers.map(({ name }) => name));
  const inputs = model.graph.inputs.filter(({ name }) => !given.has(name));
  return Object.fromEntries(
    inputs.map(({ name, type }): [string, Value] => {
      const shape = (type?.kind === 'tensor' && type.shape) || [];
      const dims = shape.map((size) => (typeof size === 'number' ? size : 2));
      const random = randomNumbers(`${seed} ${name}`);
      const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1);
      return [name, { type: 'float32', dims, data }];
    }),
  );
}

const samples = ['one', 'two', 'three'];

describe('INT8 of awkward models', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-awkward-'));
  const context: Context = {
    signal: new AbortController().signal,
    progress: () => {},
    log: () => {},
    place: { scratch: folder, calibrations: folder, builds: folder },
  };
  const written = mkdtempSync(join(folder, 'written-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function rangesOf(model: Model, target: string): Promise<Record<string, Range>> {
    const tensors = await observedTensors(model, { target });
    const observer = await openObserved(context, model, tensors, { threads: 1, samples: 100 });
    const histograms = createHistograms(tensors.length, 1);
    for (const seed of samples) await observer.observe(feedsOf(model, seed), histograms);
    observer.close();
    return Object.fromEntries(
      tensors.map((tensor, place) => {
        const { min, max } = histograms.summary(place);
        return [tensor, { min, max }];
      }),
    );
  }

  async function outputsOf(model: Model, optimization: 'all' | 'none'): Promise<readonly Values[]> {
    const session = openSession(await bytesOf(model), { threads: 1, optimization });
    try {
      return samples.map((seed) => session.run(feedsOf(model, seed)));
    } finally {
      session.close();
    }
  }

  function leastSqnr(exact: readonly Values[], rough: readonly Values[]): number {
    const ratios = Object.keys(exact[0] ?? {}).map((name) => {
      let [signal, noise] = [0, 0];
      for (const [place, values] of exact.entries()) {
        const [a, b] = [values[name], rough[place]?.[name]];
        expect(b?.dims).toEqual(a?.dims);
        const [reference, found] = [a && toNumbers(a), b && toNumbers(b)];
        reference?.forEach((value, at) => {
          signal += value ** 2;
          noise += (value - (found?.[at] ?? 0)) ** 2;
        });
      }
      return noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    });
    return Math.min(...ratios);
  }

  it.each(Object.entries({ ...awkwardWeights, ...awkwardValues }))(
    'keeps the results of %s, in every form and for every target',
    async (name, words) => {
      const stated = aModel(words);
      const exact = await outputsOf(stated, 'all');
      const model = withRanks(stated, exact[0] ?? {});
      for (const { target, optimizations } of targets) {
        const tensors = await rangesOf(model, target);
        for (const weights of forms) {
          const rewritten = await int8(model, { tensors }, { target, weights });
          if (!rewritten) continue;
          const file = `${name.replaceAll(' ', '-')}-${target}-${weights}.onnx`;
          writeFileSync(join(written, file), await bytesOf(rewritten));
          for (const optimization of optimizations) {
            const ratio = leastSqnr(exact, await outputsOf(rewritten, optimization));
            expect(ratio, `${target}, ${weights}, optimization ${optimization}`).toBeGreaterThan(22);
          }
        }
      }
    },
  );

  it.skipIf(checkerMissing !== '')(
    `writes models that pass ONNX’s own checker${checkerMissing ? ` (skipped: ${checkerMissing})` : ''}`,
    () => {
      expect(checkFolder(written)).toEqual({});
    },
  );
});
