// What ONNX Runtime makes of a model on this machine, as layers; models without weights get made-up ones.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onnxruntimeLayers } from '#core/fusion/actual/onnxruntimeLayers.ts';
import { smallConstants } from '#core/fusion/constants.ts';
import type { EngineLayer } from '#core/fusion/inspector/readLayers.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
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
import { readPacked } from './cases.ts';

/** @throws where ONNX Runtime cannot open the model. */
export async function optimizedLayers(path: string): Promise<{ model: Model; layers: readonly EngineLayer[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-fusion-'));
  try {
    const bytes = readPacked(path);
    const model = await readModel(memorySource(bytes));
    const file = join(folder, 'model.onnx');
    writeFileSync(file, bytes);
    for (const [location, weights] of madeUp(model)) writeFileSync(join(folder, location), weights);
    const engine = join(folder, 'engine.onnx');
    optimize({ model: file, name: basename(path), engine, external: statSync(file).size > 1 << 30, decided: false });
    const optimized = await readModel(memorySource(readPacked(engine)));
    return { model, layers: onnxruntimeLayers(model.graph, optimized.graph, await smallConstants(model)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What an INT8 build comes to. */
export interface QuantizedLayers {
  readonly model: Model;
  /** With the Q/DQ that real ranges led to. */
  readonly rewritten: Model;
  readonly layers: readonly EngineLayer[];
}

/**
 * Ranges come from one run on random inputs.
 *
 * @throws where nothing can be quantized, or ONNX Runtime cannot open the model.
 */
export async function quantizedLayers(path: string): Promise<QuantizedLayers> {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-fusion-'));
  const file = (name: string) => join(folder, name);
  try {
    const bytes = readPacked(path);
    writeFileSync(file('model.onnx'), bytes);
    const stated = await readModel(memorySource(bytes));
    for (const [location, weights] of madeUp(stated)) writeFileSync(file(location), weights);
    const opened = await openModel(file('model.onnx'));
    try {
      const { openExternal } = opened;
      const { signal } = new AbortController();
      const observed = file('observed.onnx');
      const exposed = await withObserved(opened.model, openExternal);
      await writeModelFile(exposed, observed, { openExternal, signal });
      const tensors = rangesOf(observed, exposed);
      const options = { target: 'onnxruntime', openExternal };
      const { model: rewritten } = await toInt8(opened.model, { tensors }, options);
      await writeModelFile(rewritten, file('int8.onnx'), { openExternal, signal });
      const engine = file('engine.onnx');
      optimize({ model: file('int8.onnx'), name: basename(path), engine, external: false, decided: true });
      const optimized = await readModel(memorySource(readPacked(engine)));
      const layers = onnxruntimeLayers(rewritten.graph, optimized.graph, await smallConstants(rewritten));
      return { model: stated, rewritten, layers };
    } finally {
      await opened.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withObserved(model: Model, openExternal: OpenExternal): Promise<Model> {
  const options = { target: 'onnxruntime', openExternal };
  const names = await observedTensors(model, options);
  return exposeValues(await prepareForInt8(model, openExternal), names);
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

/** Files that hold weights: seeded noise for numbers with a fraction, zeros for all others, which may be indices. */
function madeUp(model: Model): ReadonlyMap<string, Uint8Array> {
  const constants = model.graph.nodes.flatMap(({ attributes }) =>
    attributes.flatMap((attribute) => (attribute.type === 'tensor' ? [attribute.value] : [])),
  );
  const tensors = [...model.graph.initializers, ...constants].flatMap(({ data, dataType }) =>
    data.kind === 'external' ? [{ ...data, isFloat: dataType === DataType.float32 }] : [],
  );
  const files = new Map<string, Uint8Array>();
  for (const { location } of tensors) {
    const ends = tensors.filter((tensor) => tensor.location === location).map(({ offset, length }) => offset + length);
    if (!files.has(location)) files.set(location, new Uint8Array(ends.reduce((most, end) => Math.max(most, end), 0)));
  }
  // Equal weights would let the optimizer merge what a trained model keeps apart.
  let state = 7;
  for (const { location, offset, length, isFloat } of tensors) {
    const bytes = files.get(location);
    if (!bytes || !isFloat) continue;
    const view = new DataView(bytes.buffer, offset, length);
    for (let at = 0; at + 4 <= length; at += 4) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      view.setFloat32(at, (state / 2 ** 32 - 0.5) / 16, true);
    }
  }
  return files;
}
