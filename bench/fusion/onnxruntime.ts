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
import { memorySource } from '#core/onnx/source.ts';
import { optimize } from '#electron/worker/backends/onnxruntime/optimize.ts';
import { int8Build } from '#electron/worker/testing/int8Build.ts';
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
    const { rewritten, optimized } = await int8Build(file('model.onnx'), folder);
    const layers = onnxruntimeLayers(rewritten.graph, optimized.graph, await smallConstants(rewritten));
    return { model: stated, rewritten, layers };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that hold weights: seeded noise for numbers with a fraction, zeros for all others, which may be indices. */
function madeUp(model: Model): ReadonlyMap<string, Uint8Array> {
  const constants = model.graph.nodes.flatMap(({ attributes }) =>
    attributes.flatMap((attribute) => (attribute.type === 'tensor' ? [attribute.value] : [])),
  );
  const tensors = [...model.graph.initializers, ...constants].flatMap(({ name, data, dataType }) =>
    data.kind === 'external' ? [{ ...data, name, isFloat: dataType === DataType.float32 }] : [],
  );
  const files = new Map<string, Uint8Array>();
  for (const { location } of tensors) {
    const ends = tensors.filter((tensor) => tensor.location === location).map(({ offset, length }) => offset + length);
    if (!files.has(location)) files.set(location, new Uint8Array(ends.reduce((most, end) => Math.max(most, end), 0)));
  }
  const variances = new Set(
    model.graph.nodes.map(({ opType, inputs }) => (opType === 'BatchNormalization' ? inputs[4] : '')),
  );
  // Equal weights would let the optimizer merge what a trained model keeps apart.
  let state = 7;
  for (const { name, location, offset, length, isFloat } of tensors) {
    const bytes = files.get(location);
    if (!bytes || !isFloat) continue;
    const view = new DataView(bytes.buffer, offset, length);
    for (let at = 0; at + 4 <= length; at += 4) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const value = (state / 2 ** 32 - 0.5) / 16;
      view.setFloat32(at, variances.has(name) ? 1 + value : value, true);
    }
  }
  return files;
}
