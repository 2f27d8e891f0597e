// Why builds are not faster than the fastest before them, from the layers and times that lie beside their engines.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { toFailure } from '#core/contract/failure.ts';
import type { Measurement } from '#core/contract/measurement.ts';
import type { Explanation } from '#core/contract/why.ts';
import type { EngineFiles } from '#core/fusion/engine/readEngine.ts';
import { reportEngine } from '#core/fusion/engine/reportEngine.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import { rivalOf } from '#core/measure/rival.ts';
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
  const [first] = builds;
  if (!first || builds.length < 2) return [];
  try {
    const found = await Promise.all(builds.map(async (build) => ({ build, files: await filesOf(build) })));
    const told = found.flatMap(({ build, files }) => (files ? [{ build, files }] : []));
    if (told.length < 2) return [];
    // The first is most often FP32, whose rewritten model is the model itself.
    const opened = await openModel(first.rewritten);
    try {
      return await explainInTurn(opened, told, measurements);
    } finally {
      await opened.close();
    }
  } catch (error) {
    context.signal.throwIfAborted();
    context.log(`Warning: the layers of the engines could not be compared. ${toFailure(error).reason}`);
    return [];
  }
}

interface Told {
  readonly build: BuildRecord;
  readonly files: EngineFiles;
}

/** Each held against the fastest before it. */
async function explainInTurn(
  { model, openExternal }: Awaited<ReturnType<typeof openModel>>,
  told: readonly Told[],
  measurements: readonly Measurement[],
): Promise<Explanation[]> {
  const operators = new Map(model.graph.nodes.map((node) => [nodeName(node), node.opType]));
  const measured = (build: BuildRecord) => measurements.find((one) => one.build === build.id);
  const sides: { readonly build: BuildRecord; readonly side: Side }[] = [];
  const explanations: Explanation[] = [];
  for (const { build, files } of told) {
    const side: Side = {
      report: await reportEngine(model, files, openExternal),
      name: build.precision.toUpperCase(),
      precision: build.precision,
      state: stateOf(measured(build)),
    };
    const rival = rivalOf(sides, (one) => measured(one.build)?.latencyMs.median ?? Number.POSITIVE_INFINITY);
    sides.push({ build, side });
    if (!rival) continue;
    const findings = explain({ base: rival.side, other: side, operator: (node) => operators.get(node) ?? '' });
    explanations.push({ build: build.id, base: rival.build.id, findings: [...findings] });
  }
  return explanations;
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
