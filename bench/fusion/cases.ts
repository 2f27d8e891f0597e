// Built engines beside the models that they were built from: what predictions are scored on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Precision } from '#core/contract/recipe.ts';

export interface Case {
  readonly model: string;
  /** `fp32`, `fp16`, `int8` (builder flags and a calibrator), `qdq` (Q/DQ written into the model). */
  readonly variant: string;
  readonly precision: Precision;
  readonly target: string;
  readonly graph: string;
  readonly layers: string;
}

const here = import.meta.dirname;
export const fixtures = resolve(here, '../../../shared/fixtures/tensorrt-10.6-h100');
export const truth = join(here, 'truth/tensorrt-10.6-h100');

/** Networks that no rule was looked at against. */
export const heldOut: ReadonlySet<string> = new Set(
  JSON.parse(readFileSync(join(here, 'heldOut.json'), 'utf8')) as readonly string[],
);

const precisions: Readonly<Record<string, Precision>> = { fp32: 'fp32', fp16: 'fp16', int8: 'int8', qdq: 'int8' };

/** Every `NAME-VARIANT.layers.json`, packed or not, whose graph is there; none where the folder is not. */
export function casesIn(folder: string): readonly Case[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((file): Case[] => {
      const found = /^(.+)-([a-z0-9]+)\.layers\.json(\.gz)?$/.exec(file);
      const [, model = '', variant = ''] = found ?? [];
      const precision = precisions[variant];
      const graph = [`${model}-${variant}.graph.onnx`, `${model}.graph.onnx`]
        .flatMap((name) => [join(folder, name), join(folder, `${name}.gz`)])
        .find((path) => existsSync(path));
      if (precision === undefined || graph === undefined) return [];
      return [{ model, variant, precision, target: 'tensorrt@10.6', graph, layers: join(folder, file) }];
    });
}

export function readPacked(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return new Uint8Array(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}
