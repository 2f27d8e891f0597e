// Why builds are not faster than the first one, from the layers and times that lie beside their engines.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { toFailure } from '#core/contract/failure.ts';
import type { Measurement } from '#core/contract/measurement.ts';
import type { Explanation } from '#core/contract/why.ts';
import type { EngineFiles } from '#core/fusion/engine/readEngine.ts';
import { reportEngine } from '#core/fusion/engine/reportEngine.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import { explain } from '#core/measure/why/explain.ts';
import type { RunState, Side } from '#core/measure/why/facts.ts';
import type { Context } from '#electron/worker/context.ts';
import { openModel } from '#electron/worker/model/openModel.ts';

/** Clocks held back in fewer looks than this change no median. */
const leastShare = 0.05;

/** A measurement is worth having without them: what goes wrong here is only logged. */
export async function explainBuilds(
  context: Context,
  builds: readonly BuildRecord[],
  measurements: readonly Measurement[],
): Promise<Explanation[]> {
  const [base, ...others] = builds;
  const baseFiles = base && others.length > 0 ? await filesOf(base) : undefined;
  if (!base || !baseFiles) return [];
  try {
    // The first is most often FP32, whose rewritten model is the model itself.
    const opened = await openModel(base.rewritten);
    try {
      const { model, openExternal } = opened;
      const operators = new Map(model.graph.nodes.map((node) => [nodeName(node), node.opType]));
      const sideOf = async (build: BuildRecord, files: EngineFiles): Promise<Side> => ({
        report: await reportEngine(model, files, openExternal),
        name: build.precision.toUpperCase(),
        precision: build.precision,
        state: stateOf(measurements.find((one) => one.build === build.id)),
      });
      const first = await sideOf(base, baseFiles);
      const explanations: Explanation[] = [];
      for (const build of others) {
        const files = await filesOf(build);
        if (!files) continue;
        const found = explain({
          base: first,
          other: await sideOf(build, files),
          operator: (node) => operators.get(node) ?? '',
        });
        explanations.push({ build: build.id, base: base.id, findings: [...found] });
      }
      return explanations;
    } finally {
      await opened.close();
    }
  } catch (error) {
    context.signal.throwIfAborted();
    context.log(`Warning: the layers of the engines could not be compared. ${toFailure(error).reason}`);
    return [];
  }
}

/** Undefined where layers or times are not on record. */
async function filesOf({ directory }: BuildRecord): Promise<EngineFiles | undefined> {
  try {
    const [layers, profile] = await Promise.all(
      ['layers.json', 'profile.json'].map((file) => readFile(join(directory, file), 'utf8')),
    );
    return layers === undefined || profile === undefined ? undefined : { layers, profile };
  } catch {
    return undefined;
  }
}

function stateOf(measurement: Measurement | undefined): RunState | undefined {
  const gpu = measurement?.gpu;
  if (!gpu) return undefined;
  return {
    megahertz: gpu.sight?.readings.graphicsMegahertz?.mean ?? gpu.state.graphicsMegahertz,
    throttling: gpu.state.throttleReasons,
    held: gpu.sight?.throttled.filter(({ share }) => share >= leastShare).map(({ reason }) => reason),
  };
}
