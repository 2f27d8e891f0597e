// Built engines beside the models that they were built from: what predictions are scored on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { OtherPrecision, Precision } from '#core/contract/recipe.ts';
import { type EngineLayer, readLayers } from '#core/fusion/inspector/readLayers.ts';
import { type Route, rewrittenFor } from '#core/fusion/rewritten/rewrittenFor.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Model } from '#core/onnx/model.ts';

export interface Case {
  readonly model: string;
  /** `fp32`, `fp16`, `bf16`, `int4`, `int8` (builder flags and a calibrator), `qdq` (Q/DQ written into the model), `qdq foreseen` (the same from the model as it was opened). */
  readonly variant: string;
  readonly precision: Precision;
  readonly otherPrecision: OtherPrecision | undefined;
  readonly route?: Route;
  readonly target: string;
  /** The builder's: at 0 it generates no kernels of several operators. */
  readonly optimizationLevel: number;
  readonly graph: string;
  readonly layers: string;
}

const here = import.meta.dirname;
export const fixtures = resolve(here, '../../../shared/fixtures/tensorrt-10.6-h100');
/** Graphs that ONNX Runtime is asked about besides. */
export const graphs = resolve(here, '../../../shared/fixtures/graphs');
export const truth = join(here, 'truth/tensorrt-10.6-h100');
/** Engines that were built at optimization level 0, of graphs there and in `truth`. */
export const quickTruth = join(here, 'truth/tensorrt-10.6-h100-level0');

const levels: ReadonlyMap<string, number> = new Map([
  [truth, 1],
  [quickTruth, 0],
]);

/** Networks that no rule was looked at against. */
export const heldOut: ReadonlySet<string> = new Set(
  JSON.parse(readFileSync(join(here, 'heldOut.json'), 'utf8')) as readonly string[],
);

/** Flags allow FP16 beside INT8; a model with Q/DQ written into it keeps FP32 elsewhere. */
const precisions: Readonly<Record<string, Pick<Case, 'precision' | 'otherPrecision' | 'route'>>> = {
  fp32: { precision: 'fp32', otherPrecision: undefined },
  fp16: { precision: 'fp16', otherPrecision: undefined },
  int8: { precision: 'int8', otherPrecision: 'fp16', route: 'flags' },
  qdq: { precision: 'int8', otherPrecision: 'fp32' },
  bf16: { precision: 'bf16', otherPrecision: undefined },
  int4: { precision: 'int4', otherPrecision: 'fp16' },
};

/** The bundled sample is a whole model, and is not kept twice. */
const sample = resolve(here, '../../assets/samples/shapes/shapes.onnx');

/** Every `NAME-VARIANT.layers.json`, packed or not, whose graph is there; none where the folder is not. */
export function casesIn(folder: string): readonly Case[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((file): Case[] => {
      const found = /^(.+)-([a-z0-9]+)\.layers\.json(\.gz)?$/.exec(file);
      const [, model = '', variant = ''] = found ?? [];
      const form = precisions[variant];
      if (form === undefined) return [];
      const optimizationLevel = levels.get(folder) ?? 3;
      const engine = { model, ...form, target: 'tensorrt@10.6', optimizationLevel, layers: join(folder, file) };
      // Q/DQ written into a model is part of its graph.
      const written = variant === 'qdq' ? `${model}-qdq` : model;
      const variants = new Map([[variant, written], ...(variant === 'qdq' ? [['qdq foreseen', model] as const] : [])]);
      return [...variants].flatMap(([variant, name]) => {
        const graph = graphOf(folder, name);
        return graph === undefined ? [] : [{ ...engine, variant, graph }];
      });
    });
}

function graphOf(folder: string, name: string): string | undefined {
  if (name === 'shapes') return sample;
  const places = [folder, truth].map((place) => join(place, `${name}.graph.onnx`));
  return places.flatMap((path) => [path, `${path}.gz`]).find((path) => existsSync(path));
}

/** An engine's layers, in names of the model that it was built from: as the build rewrote it, or as it was opened. */
export async function layersOf(one: Case, model: Model): Promise<readonly EngineLayer[]> {
  const built = (await rewrittenFor(model, one))?.model ?? model;
  const known = new Set(built.graph.nodes.map(nodeName));
  return readLayers(new TextDecoder().decode(readPacked(one.layers)), known).layers;
}

/** Every `NAME.graph.onnx`, packed or not, but those with Q/DQ written into them. */
export function graphsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => /\.graph\.onnx(\.gz)?$/.test(file) && !file.includes('-qdq.'));
  return files.sort().map((file) => join(folder, file));
}

/** The network of a graph's file. */
export function networkOf(path: string): string {
  return basename(path).replace(/(\.graph)?\.onnx(\.gz)?$/, '');
}

export function readPacked(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return new Uint8Array(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}
