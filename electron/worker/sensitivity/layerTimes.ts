// How long each layer of a model takes in a build, from what lies beside its engine.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { joinProfile, readProfile } from '#core/fusion/inspector/profile.ts';
import { readLayers } from '#core/fusion/inspector/readLayers.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Context } from '#electron/worker/context.ts';
import { openModel } from '#electron/worker/model/openModel.ts';

/**
 * Median milliseconds by node name. A kernel that computes several nodes counts for each of them. Empty where the
 * engine's layers were not looked at, as where it cannot run here.
 */
export async function layerTimes(context: Context, build: BuildRecord): Promise<Readonly<Record<string, number>>> {
  try {
    const [layersText, profileText] = await Promise.all(
      ['layers.json', 'profile.json'].map((file) => readFile(join(build.directory, file), 'utf8')),
    );
    const { layers } = readLayers(layersText ?? '', await namesOf(build));
    const joined = joinProfile(layers, readProfile(profileText ?? ''));
    const times: Record<string, number> = {};
    for (const { layer, time } of joined.layers) {
      for (const node of time ? layer.nodes : []) times[node] = (times[node] ?? 0) + (time?.medianMs ?? 0);
    }
    return times;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.log(`Warning: the layers of ${build.engine} have no known times (${reason}).`);
    return {};
  }
}

async function namesOf(build: BuildRecord): Promise<ReadonlySet<string>> {
  const opened = await openModel(build.rewritten);
  try {
    return new Set(opened.model.graph.nodes.map(nodeName));
  } finally {
    await opened.close();
  }
}
