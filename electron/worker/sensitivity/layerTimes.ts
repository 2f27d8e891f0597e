// How long each layer of a model takes in a build, by the runtime's own profiler.
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { onnxruntimeLayers } from '#core/fusion/actual/onnxruntimeLayers.ts';
import { onnxruntimeProfile } from '#core/fusion/actual/onnxruntimeProfile.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import { breathe, type Context } from '#electron/worker/context.ts';
import { randomInputs } from '#electron/worker/data/random.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { vocabularyOf } from '#electron/worker/model/vocabularyOf.ts';

const runs = 30;
const mostMs = 2000;

/**
 * Median milliseconds by node name, of nodes with a kernel of their own or at the head of a fused one. A kernel that
 * computes several nodes counts for each of them. Empty where the runtime does not tell.
 */
export async function layerTimes(context: Context, build: BuildRecord): Promise<Readonly<Record<string, number>>> {
  if (isTensorRt(build)) return {};
  const prefix = `profile-${randomUUID()}`;
  const session = openSession(build.engine, {
    threads: threadCount(build.recipe.options.threads),
    optimization: 'none',
    profileTo: join(context.place.scratch, prefix),
  });
  try {
    const { profiles } = build.recipe;
    const feeds = session.prepare(randomInputs(session.inputs, { profiles, vocabulary: await vocabularyOf(build) }));
    const until = performance.now() + mostMs;
    for (let run = 0; run < runs && performance.now() < until; run += 1) {
      await breathe(context);
      session.runPrepared(feeds);
    }
    session.endProfiling();
  } finally {
    session.close();
  }
  const name = (await readdir(context.place.scratch)).find((file) => file.startsWith(prefix));
  if (name === undefined) return {};
  const path = join(context.place.scratch, name);
  const { layers: timed } = onnxruntimeProfile(await readFile(path, 'utf8'));
  await rm(path, { force: true });
  const msOf = new Map(timed.map((layer) => [layer.name, layer.medianMs]));
  const times: Record<string, number> = {};
  for (const layer of await layersOf(build)) {
    const ms = msOf.get(layer.name);
    for (const node of ms === undefined ? [] : layer.nodes) times[node] = (times[node] ?? 0) + (ms ?? 0);
  }
  return times;
}

async function layersOf(build: BuildRecord) {
  const rewritten = await openModel(build.rewritten);
  try {
    const engine = await openModel(build.engine);
    try {
      return onnxruntimeLayers(rewritten.model.graph, engine.model.graph);
    } finally {
      await engine.close();
    }
  } finally {
    await rewritten.close();
  }
}
