// An INT8 build for ONNX Runtime without data: ranges come from one run on random inputs.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { exposeValues, observedTensors } from '#core/precision/observe.ts';
import { prepareForInt8 } from '#core/precision/place.ts';
import type { Range } from '#core/precision/ranges.ts';
import { toInt8 } from '#core/precision/toInt8.ts';
import { optimize } from '#electron/worker/backends/onnxruntime/optimize.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { randomInputs } from '#electron/worker/data/random.ts';
import { vocabularies } from '#electron/worker/data/vocabulary.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { toNumbers } from '#electron/worker/value.ts';

export interface Int8Build {
  /** The model with its quantizers, and what ONNX Runtime made of it; both in memory. */
  readonly rewritten: Model;
  readonly optimized: Model;
}

/**
 * @param path of a model with its weights.
 * @param folder for the files that are made on the way.
 * @throws where nothing can be quantized, or ONNX Runtime cannot open the model.
 */
export async function int8Build(path: string, folder: string): Promise<Int8Build> {
  const opened = await openModel(path);
  try {
    const { model, openExternal } = opened;
    const [observed, quantized, engine] = ['observed', 'int8', 'engine'].map((name) =>
      join(folder, `${name}.onnx`),
    ) as [string, string, string];
    const { signal } = new AbortController();
    const options = { target: 'onnxruntime', openExternal };
    const prepared = await prepareForInt8(model, openExternal);
    const exposed = exposeValues(prepared, await observedTensors(model, options));
    await writeModelFile(exposed, observed, { openExternal, signal });
    const { model: rewritten } = await toInt8(model, { tensors: rangesOf(observed, exposed) }, options);
    await writeModelFile(rewritten, quantized, { openExternal, signal });
    optimize({ model: quantized, name: basename(path), engine, external: false, decided: true });
    return { rewritten: await inMemory(quantized), optimized: await inMemory(engine) };
  } finally {
    await opened.close();
  }
}

function inMemory(path: string): Promise<Model> {
  return readModel(memorySource(new Uint8Array(readFileSync(path))));
}

function rangesOf(path: string, model: Model): Readonly<Record<string, Range>> {
  const session = openSession(path, { threads: 2, optimization: 'all' });
  try {
    const feeds = randomInputs(session.inputs, { profiles: {}, vocabulary: vocabularies(model) });
    const values = { ...feeds, ...session.run(feeds) };
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const range = { min: 0, max: 0 };
        for (const number of toNumbers(value) ?? []) {
          range.min = Math.min(range.min, number);
          range.max = Math.max(range.max, number);
        }
        return [name, range];
      }),
    );
  } finally {
    session.close();
  }
}
