// Sensitivity: for each layer the error that it alone adds at the outputs when it is computed in INT8.

import type { BuildRecord } from '#core/contract/build.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import type { LayerSensitivity, SensitivityResult } from '#core/contract/sensitivity.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { canonicalJson } from '#core/precision/canonical.ts';
import { isOnnxRuntime, prepareForInt8 } from '#core/precision/place.ts';
import { recipeRules } from '#core/precision/recipeRules.ts';
import { planSensitivity, type SensitivityPlan } from '#core/precision/sensitivity/planSensitivity.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import { sha256Files, sha256Text } from '#electron/worker/artifact/sha256.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { calibrateOn } from '#electron/worker/build/calibrateOn.ts';
import type { Context } from '#electron/worker/context.ts';
import { dataHash } from '#electron/worker/data/dataHash.ts';
import { openData } from '#electron/worker/data/openData.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import { type OpenedModel, openModel } from '#electron/worker/model/openModel.ts';
import { cutModel } from '#electron/worker/sensitivity/cutModel.ts';
import { layerTimes } from '#electron/worker/sensitivity/layerTimes.ts';
import { measureStretch } from '#electron/worker/sensitivity/measureStretch.ts';
import { findSensitivity, keepSensitivity } from '#electron/worker/sensitivity/store.ts';
import type { Values } from '#electron/worker/value.ts';

/**
 * All layers but one compute in FP32; that one is quantized as the whole model would be for the target, with the ranges
 * of the calibration. For ONNX Runtime its own 8-bit kernels run; for TensorRT, whose kernels need its GPU, Q/DQ is
 * computed as it is written. A cancelled run gives what it has measured, and the next one goes on from there.
 */
export async function sensitivity(context: Context, task: TaskOf<'sensitivity'>): Promise<SensitivityResult> {
  context.progress('reading the model', 0, 0);
  const opened = await openModel(task.model.path);
  try {
    const result = await measure(context, task, opened);
    return { ...result, times: await timesOf(context, task.builds) };
  } finally {
    await opened.close();
  }
}

async function timesOf(context: Context, builds: readonly BuildRecord[]): Promise<SensitivityResult['times']> {
  const times: SensitivityResult['times'] = [];
  for (const [index, build] of builds.entries()) {
    if (context.signal.aborted) break;
    context.progress('timing layers', index, builds.length);
    times.push({ build: build.id, layers: await layerTimes(context, build) });
  }
  return times;
}

async function measure(context: Context, task: TaskOf<'sensitivity'>, opened: OpenedModel): Promise<SensitivityResult> {
  const { request, model } = task;
  const { target } = request;
  const modelSha256 = await withFiles(model.path, () => sha256Files(opened.files, context.signal));
  const recipe = { ...(request.recipe ?? recipeSchema.parse({ precision: 'int8' })), precision: 'int8' as const };
  const { ranges, result: calibration } = await calibrateOn(context, {
    opened,
    modelId: model.id,
    modelSha256,
    target,
    recipe,
    path: task.calibration,
  });
  const { openExternal } = opened;
  const prepared = await prepareForInt8(opened.model, openExternal);
  const options = { target, keep: recipeRules(recipe), openExternal };
  const hasRange = (value: string) => Object.hasOwn(ranges.tensors, value);
  const plan = planSensitivity(prepared, options, hasRange);
  if (plan.layers.length === 0) throw nothingToMeasure();

  const path = task.test ?? task.calibration;
  const reader = await openData(path, recipe.calibration.preprocessing, inputPorts(opened.model));
  const identity = { calibration: calibration.id, target, data: await dataHash(path), samples: request.samples };
  const id = sha256Text(`lathe sensitivity 1\n${canonicalJson({ ...identity, layers: names(plan) })}`).slice(0, 20);
  const earlier = await findSensitivity(context.place.calibrations, id);
  if (earlier?.complete) return { ...earlier, model: model.id };

  const warnings: string[] = [...reader.warnings];
  let values: readonly Values[] = await samplesOf(context, reader, request.samples, warnings);
  const layers: LayerSensitivity[] = [...(earlier?.layers ?? [])];
  const skipped: { node: string; reason: string }[] = [];
  const known = new Set(layers.map(({ node }) => node));
  const started = performance.now();
  const before = earlier?.ms ?? 0;
  const isLate = () => request.seconds !== null && performance.now() - started > 1000 * request.seconds;
  const result = (complete: boolean): SensitivityResult => {
    const ms = before + performance.now() - started;
    return {
      id,
      model: model.id,
      target,
      source: reader.source,
      samples: values.length,
      calibration: calibration.id,
      layers: inOrder(layers, plan),
      total: plan.layers.length,
      complete,
      skipped,
      ms,
      layersPerSecond: (1000 * layers.length) / ms,
      warnings,
      times: [],
      createdAt: Date.now(),
    };
  };
  const tell = () => context.progress('measuring layers', layers.length + skipped.length, plan.layers.length);
  const shapes = await inferShapes(prepared, { openExternal });
  const part = { openExternal, threads: threadCount(recipe.options.threads), simulated: !isOnnxRuntime(target) };
  const outputs = new Set(prepared.graph.outputs.map(({ name }) => name));
  try {
    tell();
    for (const stretch of cutModel(prepared, plan, shapes)) {
      values = await measureStretch(
        {
          context,
          isLate,
          ranges,
          target,
          part,
          outputs,
          known,
          found(layer) {
            layers.push(layer);
            tell();
          },
          skipped(node, reason) {
            skipped.push({ node, reason });
            tell();
          },
        },
        stretch,
        values,
      );
      const sofar = result(false);
      await keepSensitivity(context.place.calibrations, sofar);
      if (isLate()) return sofar;
    }
  } catch (error) {
    if (!context.signal.aborted || layers.length === 0) throw error;
    const partial = result(false);
    await keepSensitivity(context.place.calibrations, partial);
    return partial;
  }
  const whole = result(true);
  await keepSensitivity(context.place.calibrations, whole);
  return whole;
}

async function samplesOf(
  context: Context,
  reader: Parameters<typeof readSamples>[1],
  samples: number,
  warnings: string[],
): Promise<readonly Values[]> {
  const values: Values[] = [];
  for await (const sample of readSamples(context, reader, samples, warnings)) values.push(sample.values);
  return values;
}

function names({ layers }: SensitivityPlan): readonly string[] {
  return layers.map(({ name }) => name);
}

function inOrder(layers: readonly LayerSensitivity[], plan: SensitivityPlan): LayerSensitivity[] {
  const order = new Map(plan.layers.map(({ name }, at) => [name, at]));
  return layers.toSorted((a, b) => (order.get(a.node) ?? 0) - (order.get(b.node) ?? 0));
}

function nothingToMeasure(): OnnxError {
  return new OnnxError(
    'The model has no layer that would be computed in INT8 for this target',
    'Look at the reasons in the preview, or take back what the recipe keeps in FP32.',
  );
}
