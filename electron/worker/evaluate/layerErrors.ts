// Each layer of a build against FP32's: both models run with these values as outputs besides, layer by layer as built.
import type { BuildRecord } from '#core/contract/build.ts';
import type { LayerError } from '#core/contract/measurement.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { errorAccumulator } from '#core/measure/accuracy.ts';
import type { Graph } from '#core/onnx/model.ts';
import { exposeValues } from '#core/precision/observe.ts';
import type { Session } from '#electron/worker/backends/onnxruntime/session.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import type { Context } from '#electron/worker/context.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import { type OpenedModel, openModel } from '#electron/worker/model/openModel.ts';
import { withPart } from '#electron/worker/sensitivity/partSession.ts';
import { toNumbers } from '#electron/worker/value.ts';
import { layerEnds } from './layerEnds.ts';
import type { LayerSource, Pair } from './layerSource.ts';
import { tensorRtLayers } from './tensorRtLayers.ts';

/** Layers differ in few samples or in none; more would only take time. */
const mostSamples = 16;

/**
 * In the order of FP32's graph, which runs in ONNX Runtime whatever the build's target. Empty where the builds are of
 * different models, and where an engine gives out no values of layers.
 */
export async function layerErrors(
  context: Context,
  reference: BuildRecord,
  build: BuildRecord,
  reader: DataReader,
): Promise<LayerError[]> {
  const base = await openModel(reference.rewritten);
  try {
    const other = await openModel(build.rewritten);
    try {
      const compare = (source: LayerSource) =>
        source.pairs.length === 0
          ? Promise.resolve([])
          : withExposed(
              context,
              build,
              base,
              source.pairs.map(({ value }) => value),
              (session) => compareLayers(context, source, session, reader),
            );
      if (isTensorRt(build)) {
        return await tensorRtLayers(context, { build, ends: layerEnds(base.model.graph), other }, compare);
      }
      const pairs = pairsOf(base.model.graph, other.model.graph);
      if (pairs.length === 0) return [];
      const names = pairs.map(({ here }) => here);
      return await withExposed(context, build, other, names, ({ run }) => compare({ pairs, run }));
    } finally {
      await other.close();
    }
  } finally {
    await base.close();
  }
}

async function withExposed<T>(
  context: Context,
  build: BuildRecord,
  { model, openExternal }: OpenedModel,
  names: readonly string[],
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const exposed = exposeValues(model, names, await inferShapes(model, { openExternal }));
  const options = { threads: threadCount(build.recipe.options.threads), simulated: false, openExternal };
  return withPart(context, exposed, options, work);
}

async function compareLayers(
  context: Context,
  { pairs, run, roundings, missing }: LayerSource,
  reference: Session,
  reader: DataReader,
): Promise<LayerError[]> {
  const errors = pairs.map(() => ({ errors: errorAccumulator(), samples: 0 }));
  let done = 0;
  for await (const sample of readSamples(context, reader, mostSamples, [])) {
    context.progress('comparing layers', done, Math.min(mostSamples, reader.count));
    done += 1;
    const expected = reference.run(sample.values);
    const given = run(sample.values);
    for (const [index, pair] of pairs.entries()) {
      const x = expected[pair.value];
      const y = given[pair.here];
      const [wanted, found] = [x && toNumbers(x), y && toNumbers(y)];
      const layer = errors[index];
      if (!layer || !wanted || !found || wanted.length !== found.length) continue;
      layer.errors.add(wanted, roundings?.get(pair.here)?.(found) ?? found);
      layer.samples += 1;
    }
  }
  return pairs.map(({ node, value }, index) => {
    const { errors: gathered, samples } = errors[index] ?? { errors: errorAccumulator(), samples: 0 };
    const { cosine, sqnrDb, maxAbsError } = gathered.result();
    if (samples > 0 || missing === undefined) return { node, value, cosine, sqnrDb, maxAbsError };
    return { node, value, cosine: null, sqnrDb: null, maxAbsError: 0, missing };
  });
}

/** Those that both models have. */
function pairsOf(base: Graph, other: Graph): readonly Pair[] {
  const made = new Set(other.nodes.flatMap(({ outputs }) => outputs));
  return layerEnds(base).flatMap((end) => {
    // Where a value is quantized, what its readers get is what the layer gave.
    const here = [`${end.value}_dequantized`, end.value].find((name) => made.has(name));
    return here === undefined ? [] : [{ ...end, here }];
  });
}
