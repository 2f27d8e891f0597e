// How well predicted kernels agree with real engines: TensorRT's as they were built on a GPU, ONNX Runtime's built now.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { writeResults } from '../support/results.ts';
import { printTable } from '../support/table.ts';
import {
  type Case,
  casesIn,
  fixtures,
  graphs,
  graphsIn,
  heldOut,
  layersOf,
  networkOf,
  quickTruth,
  readPacked,
  truth,
} from './cases.ts';
import { byFamily, printFamilies } from './families.ts';
import { optimizedLayers, quantizedLayers } from './onnxruntime.ts';
import { type Score, score, together } from './score.ts';

async function tensorrt(one: Case): Promise<Score> {
  const model = await readModel(memorySource(readPacked(one.graph)));
  const layers = await layersOf(one, model);
  return score({ model: one.model, variant: one.variant, level: one.optimizationLevel }, model, layers, one);
}

/** In FP32; in INT8 as foreseen from the FP32 model; and the rewritten model's own graph with all its quantizers. */
async function onnxruntime(path: string): Promise<readonly Score[]> {
  const name = networkOf(path);
  const target = 'onnxruntime';
  const scores: Score[] = [];
  const attempt = async (variant: string, build: () => Promise<readonly Score[]>) => {
    try {
      scores.push(...(await build()));
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      console.error(`${name} in ${variant} is left out: ${why}`);
    }
  };
  await attempt('fp32', async () => {
    const { model, layers } = await optimizedLayers(path);
    return [await score({ model: name, variant: 'fp32' }, model, layers, { target, precision: 'fp32' })];
  });
  await attempt('int8', async () => {
    const { model, rewritten, layers } = await quantizedLayers(path);
    return [
      await score({ model: name, variant: 'int8' }, model, layers, { target, precision: 'int8' }),
      await score({ model: name, variant: 'qdq' }, rewritten, layers, { target, precision: 'fp32' }),
    ];
  });
  return scores;
}

function print(title: string, scores: readonly Score[]): void {
  if (scores.length === 0) return;
  console.log(`\n${title}`);
  const variants = [...new Set(scores.map(({ variant }) => variant))];
  const means = variants.map((variant) => ({
    ...together(
      'mean',
      scores.filter((one) => one.variant === variant),
    ),
    variant,
  }));
  printTable(
    ['model', 'variant', 'level', 'edges', 'precision', 'recall', 'F1', 'coverage', 'unmapped'],
    [...scores, ...(scores.length > variants.length ? means : [])].map((one) => [
      one.model,
      one.variant,
      one.level === undefined ? '' : String(one.level),
      String(one.edges),
      one.precision.toFixed(3),
      one.recall.toFixed(3),
      one.f1.toFixed(3),
      one.coverage.toFixed(3),
      String(one.unmapped),
    ]),
  );
}

const only = process.argv[2];
const wanted = ({ model }: { readonly model: string }) => only === undefined || model.includes(only);
const scored = async (cases: readonly Case[]) => {
  const scores: Score[] = [];
  for (const one of cases) if (wanted(one)) scores.push(await tensorrt(one));
  return scores;
};

const known = [...casesIn(truth), ...casesIn(quickTruth)];
const result = {
  fixtures: await scored(casesIn(fixtures)),
  developed: await scored(known.filter(({ model }) => !heldOut.has(model))),
  heldOut: await scored(known.filter(({ model }) => heldOut.has(model))),
};
print('TensorRT 10.6 on an H100: fixtures', result.fixtures);
print('TensorRT 10.6 on an H100: networks that rules were looked at against', result.developed);
print('TensorRT 10.6 on an H100: networks held out', result.heldOut);
const families = [...byFamily('developed', result.developed), ...byFamily('held out', result.heldOut)];
printFamilies(families);

const bundled = [
  resolve(import.meta.dirname, '../../assets/samples/shapes/shapes.onnx'),
  resolve(import.meta.dirname, '../../../shared/models/ultraface-rfb-320.onnx'),
  ...['mobilenet_v2', 'resnet18_qdq', 'shufflenet_dynamo'].map((name) => join(graphs, `${name}.graph.onnx`)),
];
const live: Score[] = [];
for (const path of [...bundled, ...graphsIn(fixtures), ...graphsIn(truth)]) {
  if (existsSync(path) && wanted({ model: networkOf(path) })) live.push(...(await onnxruntime(path)));
}
const now = {
  developed: live.filter(({ model }) => !heldOut.has(model)),
  heldOut: live.filter(({ model }) => heldOut.has(model)),
};
print('ONNX Runtime on this CPU, built now (graphs without weights with noise)', now.developed);
print('ONNX Runtime on this CPU, built now: networks held out', now.heldOut);

const { version } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../node_modules/onnxruntime-node/package.json'), 'utf8'),
) as { readonly version: string };
if (only === undefined)
  writeResults('fusion', { onnxruntime: version, tensorrt: '10.6.0' }, { ...result, families, onnxruntime: now });
