// Each layer of a build against FP32's: both models run with these values as outputs besides, layer by layer as built.
import type { BuildRecord } from '#core/contract/build.ts';
import type { LayerError } from '#core/contract/measurement.ts';
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { errorAccumulator } from '#core/measure/accuracy.ts';
import type { Graph, Model } from '#core/onnx/model.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import { exposeValues } from '#core/precision/observe.ts';
import { isWeighted } from '#core/precision/placement/weighted.ts';
import type { Session } from '#electron/worker/backends/onnxruntime/session.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import type { Context } from '#electron/worker/context.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { withPart } from '#electron/worker/sensitivity/partSession.ts';
import { toNumbers } from '#electron/worker/value.ts';

/** Layers differ in few samples or in none; more would only take time. */
const mostSamples = 16;

/** A layer's result: its name in FP32's model, and in the build's. */
interface Pair {
  readonly node: string;
  readonly value: string;
  readonly here: string;
}

/**
 * In the order of FP32's graph. Only ends of layers become outputs, where kernels end anyway, so that what is fused in
 * the engine stays fused. Empty for TensorRT, and where the builds are of different models.
 */
export async function layerErrors(
  context: Context,
  reference: BuildRecord,
  build: BuildRecord,
  reader: DataReader,
): Promise<LayerError[]> {
  if (isTensorRt(build) || isTensorRt(reference)) {
    context.log('Layers are compared on ONNX Runtime only.');
    return [];
  }
  const base = await openModel(reference.rewritten);
  try {
    const other = await openModel(build.rewritten);
    try {
      const pairs = pairsOf(base.model.graph, other.model.graph);
      if (pairs.length === 0) return [];
      const exposed = async (model: Model, names: readonly string[], openExternal: typeof base.openExternal) =>
        exposeValues(model, names, await inferShapes(model, { openExternal }));
      const [first, second] = [
        await exposed(
          base.model,
          pairs.map(({ value }) => value),
          base.openExternal,
        ),
        await exposed(
          other.model,
          pairs.map(({ here }) => here),
          other.openExternal,
        ),
      ];
      const options = { threads: threadCount(build.recipe.options.threads), simulated: false };
      return await withPart(context, first, { ...options, openExternal: base.openExternal }, (x) =>
        withPart(context, second, { ...options, openExternal: other.openExternal }, (y) =>
          compareLayers(context, pairs, x, y, reader),
        ),
      );
    } finally {
      await other.close();
    }
  } finally {
    await base.close();
  }
}

async function compareLayers(
  context: Context,
  pairs: readonly Pair[],
  reference: Session,
  here: Session,
  reader: DataReader,
): Promise<LayerError[]> {
  const errors = pairs.map(() => errorAccumulator());
  let done = 0;
  for await (const sample of readSamples(context, reader, mostSamples, [])) {
    context.progress('comparing layers', done, Math.min(mostSamples, reader.count));
    done += 1;
    const expected = reference.run(sample.values);
    const given = here.run(sample.values);
    for (const [index, pair] of pairs.entries()) {
      const x = expected[pair.value];
      const y = given[pair.here];
      const [wanted, found] = [x && toNumbers(x), y && toNumbers(y)];
      if (wanted && found && wanted.length === found.length) errors[index]?.add(wanted, found);
    }
  }
  return pairs.map(({ node, value }, index) => {
    const result = errors[index]?.result();
    return {
      node,
      value,
      cosine: result?.cosine ?? null,
      sqnrDb: result?.sqnrDb ?? null,
      maxAbsError: result?.maxAbsError ?? 0,
    };
  });
}

/** Weighted nodes with the activation behind them, and all else that computes and is not fused into one. */
function pairsOf(base: Graph, other: Graph): readonly Pair[] {
  const index = indexGraph(base);
  const made = new Set(other.nodes.flatMap(({ outputs }) => outputs));
  const written = new Set(base.outputs.map(({ name }) => name));
  return base.nodes.flatMap((node) => {
    const [output = ''] = node.outputs;
    const family = operatorFamily(node.opType, node.domain);
    if (!isWeighted(node) && node.opType !== 'Add' && family !== 'normalization') return [];
    const [reader, ...others] = index.consumers(output);
    const next = reader === undefined ? undefined : base.nodes[reader];
    const fused = others.length === 0 && !written.has(output) && (next?.opType === 'Relu' || next?.opType === 'Clip');
    const value = fused ? (next?.outputs[0] ?? output) : output;
    // Where a value is quantized, what its readers get is what the layer gave.
    const here = [`${value}_dequantized`, value].find((name) => made.has(name));
    return here === undefined ? [] : [{ node: nodeName(node), value, here }];
  });
}
