// What ONNX Runtime makes of a model on this machine, as layers; models without weights get zeros in their place.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onnxruntimeLayers } from '#core/fusion/actual/onnxruntimeLayers.ts';
import type { EngineLayer } from '#core/fusion/inspector/readLayers.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { optimize } from '#electron/worker/backends/onnxruntime/optimize.ts';
import { readPacked } from './cases.ts';

/** @throws where ONNX Runtime cannot open the model. */
export async function optimizedLayers(path: string): Promise<{ model: Model; layers: readonly EngineLayer[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-fusion-'));
  try {
    const bytes = readPacked(path);
    const model = await readModel(memorySource(bytes));
    const file = join(folder, 'model.onnx');
    writeFileSync(file, bytes);
    for (const [location, length] of missing(model)) writeFileSync(join(folder, location), new Uint8Array(length));
    const engine = join(folder, 'engine.onnx');
    optimize({ model: file, name: basename(path), engine, external: statSync(file).size > 1 << 30 });
    const optimized = await readModel(memorySource(readPacked(engine)));
    return { model, layers: onnxruntimeLayers(model.graph, optimized.graph) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that hold weights, with the bytes that are read from them. */
function missing(model: Model): ReadonlyMap<string, number> {
  const constants = model.graph.nodes.flatMap(({ attributes }) =>
    attributes.flatMap((attribute) => (attribute.type === 'tensor' ? [attribute.value] : [])),
  );
  const sizes = new Map<string, number>();
  for (const { data } of [...model.graph.initializers, ...constants]) {
    if (data.kind !== 'external') continue;
    sizes.set(data.location, Math.max(sizes.get(data.location) ?? 0, data.offset + Math.max(0, data.length)));
  }
  return sizes;
}
