// A server for tests, on free ports, with models of the test's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServingOptions, servedPathSchema, servingOptionsSchema } from '#core/contract/serving.ts';
import type { Model } from '#core/onnx/model.ts';
import { type Serving, startServing } from '#electron/deploy/startServing.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';

export interface TestServing extends Serving {
  readonly folder: string;
  readonly lines: string[];
  /** A JSON body for an input `x`. */
  infer(model: string, body: object | string, headers?: Record<string, string>): Promise<Response>;
}

export type TestModel = Model | string;

/** `options.batching` may leave out what has a default. */
export type TestOptions = Partial<Omit<ServingOptions, 'batching'>> & {
  readonly batching?: Partial<ServingOptions['batching']>;
};

/** @param models by name: a model, or the path of one. */
export async function aServing(
  models: Readonly<Record<string, TestModel>>,
  options: TestOptions = {},
): Promise<TestServing> {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-serving-'));
  const paths = await Promise.all(
    Object.entries(models).map(async ([name, model]) => {
      if (typeof model === 'string') return servedPathSchema.parse({ name, path: model });
      const path = join(folder, `${name}.onnx`);
      await writeModelFile(model, path, { signal: new AbortController().signal });
      return servedPathSchema.parse({ name, path });
    }),
  );
  const lines: string[] = [];
  const serving = await startServing({
    models: paths,
    options: servingOptionsSchema.parse(options),
    log: (line) => void lines.push(line),
  });
  return {
    ...serving,
    folder,
    lines,
    infer: (model, body, headers) =>
      fetch(`${serving.http}/v2/models/${model}/infer`, {
        method: 'POST',
        headers: headers ?? {},
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async close() {
      await serving.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A request for an input `x` of FP32. */
export function requestOf(rows: readonly (readonly number[])[], name = 'x') {
  return { inputs: [{ name, datatype: 'FP32', shape: [rows.length, rows[0]?.length ?? 0], data: rows.flat() }] };
}
