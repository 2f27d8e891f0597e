// Mean of every input channel of weighted nodes over all samples, in one pass: from it follows how biases are corrected.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { exposeMeans, type InputMeans } from '#core/precision/correction/inputMeans.ts';
import { prepareForInt8 } from '#core/precision/place.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import type { Context } from '#electron/worker/context.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { toNumbers } from '#electron/worker/value.ts';

/**
 * Every sample counts the same, however many positions it has; channels that are not finite in any sample are NaN.
 *
 * @param warnings gets a line for each sample that could not be read.
 */
export async function observeMeans(
  context: Context,
  { model, openExternal }: OpenedModel,
  reader: DataReader,
  options: { readonly samples: number; readonly threads: number },
  warnings: string[],
): Promise<InputMeans> {
  const prepared = await prepareForInt8(model, openExternal);
  const exposed = exposeMeans(prepared, await inferShapes(prepared, { openExternal }));
  if (exposed.outputs.size === 0) return new Map();
  const path = join(context.place.scratch, `means-${process.pid}.onnx`);
  const files = await writeModelFile(exposed.model, path, { openExternal, signal: context.signal });
  const session = openSession(path, { threads: threadCount(options.threads), optimization: 'all' });
  const sums = new Map<string, Float64Array>();
  const count = Math.min(options.samples, reader.count);
  let seen = 0;
  try {
    for await (const sample of readSamples(context, reader, options.samples, warnings)) {
      context.progress('observing', seen, count);
      const values = session.run(sample.values, [...exposed.outputs.values()]);
      for (const [key, output] of exposed.outputs) {
        const value = values[output];
        const means = value && toNumbers(value);
        if (!means) continue;
        const sum = sums.get(key) ?? new Float64Array(means.length);
        for (let channel = 0; channel < sum.length; channel++)
          sum[channel] = (sum[channel] ?? 0) + (means[channel] ?? 0);
        sums.set(key, sum);
      }
      seen += 1;
    }
  } finally {
    session.close();
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }
  context.progress('observing', count, count);
  return new Map([...sums].map(([key, sum]) => [key, sum.map((value) => value / seen)]));
}
