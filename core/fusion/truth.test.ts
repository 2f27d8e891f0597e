import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeName } from '#core/graph/graphIndex.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { readLayers } from './inspector/readLayers.ts';
import { previewModel } from './previewModel.ts';
import { rewrittenFor } from './rewritten/rewrittenFor.ts';

const bench = resolve(import.meta.dirname, '../../bench/fusion');
const heldOut = new Set<string>(JSON.parse(readFileSync(resolve(bench, 'heldOut.json'), 'utf8')));
const forms = {
  fp32: { precision: 'fp32' },
  fp16: { precision: 'fp16' },
  int8: { precision: 'int8', otherPrecision: 'fp16', route: 'flags' },
  qdq: { precision: 'int8', otherPrecision: 'fp32' },
  bf16: { precision: 'bf16' },
  int4: { precision: 'int4', otherPrecision: 'fp16' },
} as const;

const main = 'tensorrt-10.6-h100';
const files = new Map(
  [main, `${main}-level0`].flatMap((folder) =>
    readdirSync(resolve(bench, 'truth', folder)).map((file) => [`${folder}/${file}`, folder] as const),
  ),
);
const engines = [...files].flatMap(([path, folder]) => {
  const found = /\/(.+)-(fp32|fp16|int8|qdq|bf16|int4)\.layers\.json\.gz$/.exec(path);
  const [, network = '', form = ''] = found ?? [];
  const level = folder === main ? 1 : 0;
  return found ? [{ path, network, form: form as keyof typeof forms, level, foreseen: false }] : [];
});

/** The bundled sample is a whole model, and is not kept twice. */
const sample = resolve(bench, '../../assets/samples/shapes/shapes.onnx');

function read(path: string): Uint8Array {
  const bytes = readFileSync(resolve(bench, 'truth', path));
  return new Uint8Array(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

/** Q/DQ engines once more, from the model as it was opened: with the quantizers that the build will write. */
const foreseen = engines.filter(({ form }) => form === 'qdq').map((engine) => ({ ...engine, foreseen: true }));

async function score({ path, network, form, level, foreseen }: (typeof engines)[number]) {
  const name = form === 'qdq' && !foreseen ? `${network}-qdq.graph.onnx` : `${network}.graph.onnx`;
  const graph = [...files.keys()].find((file) => file.endsWith(`/${name}`) || file.endsWith(`/${name}.gz`));
  const model = await readModel(memorySource(read(network === 'shapes' ? sample : (graph ?? name))));
  const options = { target: 'tensorrt@10.6', ...forms[form], optimizationLevel: level };
  const built = (await rewrittenFor(model, options))?.model ?? model;
  const { layers } = readLayers(new TextDecoder().decode(read(path)), new Set(built.graph.nodes.map(nodeName)));
  return previewModel(model, { ...options, engine: { layers } });
}

describe('engines that TensorRT 10.6 built on an H100', () => {
  it.each([...engines, ...foreseen])(
    'agree with the prediction: $network in $form at level $level, quantizers foreseen: $foreseen',
    async (engine) => {
      const { agreement, actual } = await score(engine);
      expect(agreement?.edges).toBeGreaterThan(20);
      expect(agreement?.f1).toBeGreaterThanOrEqual(heldOut.has(engine.network) ? 0.9 : 0.95);
      expect(actual?.coverage).toBe(1);
      expect(actual?.unmapped).toEqual([]);
    },
  );
});
