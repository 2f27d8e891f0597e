// The models of the bench, written once as files.
import { createWriteStream, existsSync, renameSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Model } from '#core/onnx/model.ts';
import { writeModel } from '#core/onnx/write.ts';
import { convolutionalModel } from './convolutions.ts';
import { cached } from './folder.ts';
import { heavyModel, transformerModel } from './transformer.ts';

export interface BenchModel {
  readonly name: string;
  readonly what: string;
  /** How many times sooner than Netron it shall stand. */
  readonly goal: number;
  /** What Lathe is asked to find in it. */
  readonly queries: readonly string[];
  readonly make: () => Model;
}

const ofBlocks = ['conv', 'relu', 'layer1', '9'];
const ofLayers = ['matmul', 'layer', '1'];

export const benchModels: readonly BenchModel[] = [
  { name: '1000', what: '1,000 nodes', goal: 6, queries: ofBlocks, make: () => convolutionalModel(1_000) },
  { name: 'bert', what: 'BERT-base, 438 MB', goal: 12, queries: ofLayers, make: () => transformerModel() },
  { name: '5000', what: '5,000 nodes', goal: 20, queries: ofBlocks, make: () => convolutionalModel(5_000) },
  { name: '10000', what: '10,000 nodes', goal: 25, queries: ofBlocks, make: () => convolutionalModel(10_000) },
  { name: '50000', what: '50,000 nodes', goal: 40, queries: ofBlocks, make: () => convolutionalModel(50_000) },
  { name: 'weights', what: '48 nodes, 1.5 GB of weights', goal: 40, queries: ofLayers, make: heavyModel },
];

/** The model's file; written where it is not there yet. */
export async function fileOf({ name, make }: BenchModel): Promise<string> {
  const path = cached('models', `${name}.onnx`);
  if (existsSync(path)) return path;
  const unfinished = `${path}.part`;
  await pipeline(Readable.from(writeModel(make())), createWriteStream(unfinished));
  renameSync(unfinished, path);
  return path;
}
