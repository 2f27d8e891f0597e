// Builds an engine with an installed TensorRT, in a process that may be ended at any moment.

import { precisionPlan } from '#core/precision/precisionPlan.ts';
import type { BuildFiles } from '#electron/worker/build/buildTarget.ts';
import { byFlags } from '#electron/worker/build/route.ts';
import type { Context } from '#electron/worker/context.ts';
import type { OpenedLibrary } from './chooseLibrary.ts';
import { debugOptions, tellMarked } from './debugTensors.ts';
import { buildFailure } from './failure.ts';
import { flagOptions, keepCalibration } from './flags.ts';
import type { BuildOutcome, BuildStage, NativeBuildOptions } from './nativeTypes.ts';
import { progressOf } from './progress.ts';
import { timingCacheOf } from './timingCache.ts';

export interface TensorRtBuild {
  readonly opened: OpenedLibrary;
  readonly files: BuildFiles;
  /** Where timings are kept. */
  readonly cacheFolder: string;
  /** What the timings belong to. */
  readonly device: string;
}

export interface TensorRtBuilt {
  readonly outcome: BuildOutcome;
  /** Of the process in which TensorRT worked. */
  readonly peakMemoryBytes: number;
}

const stageNames: Readonly<Record<BuildStage, string>> = {
  load: 'loading TensorRT',
  parse: 'parsing',
  configure: 'configuring',
  build: 'TensorRT’s building',
  write: 'writing the engine',
};

/** @throws LatheError with TensorRT's words where it builds no engine, and where the job is cancelled. */
export async function buildTensorRt(context: Context, task: TensorRtBuild): Promise<TensorRtBuilt> {
  const { opened: chosen, files, cacheFolder, device } = task;
  const { name, phases } = files;
  phases.enter('preparing what TensorRT takes');
  const flags = byFlags(chosen.library.kind, files.recipe) ? await flagOptions(context, chosen, files) : undefined;
  // RTX times nothing when it builds: it chooses kernels where the engine runs.
  const timings = chosen.probed.rtx ? undefined : timingCacheOf(cacheFolder, chosen.probed.version, device);
  context.progress('reading the model', 0, 0);
  const values = await debugOptions(files);
  const options = { ...nativeOptions(task), ...flags, ...values, timingCache: await timings?.read() };
  phases.enter('asking TensorRT');
  const { outcome, peakMemoryBytes } = await chosen.runner.ask(
    { command: 'buildTensorRt', options },
    { what: `the build of ${name}`, onEvent: progressOf(context) },
  );
  phases.divide(outcome.stages.map(({ stage, ms }) => ({ name: stageNames[stage], ms })));
  if (outcome.status !== 'built') throw buildFailure(name, outcome, files.recipe.options.tensorrt);
  if (outcome.timingCache.length > 0) await timings?.write(outcome.timingCache);
  await keepCalibration(context, chosen, files, outcome.calibrationCache);
  for (const message of outcome.parserMessages) context.log(`[parser] ${message.nodeName}: ${message.description}`);
  tellMarked(context, values, outcome);
  for (const [index, profile] of outcome.profiles.entries()) {
    const ranges = Object.entries(profile).map(
      ([input, { min, opt, max }]) => `${input} ${[min, opt, max].map((shape) => shape.join('×')).join(' ≤ ')}`,
    );
    context.log(`Optimization profile ${index}: ${ranges.join(', ')}`);
  }
  return { outcome, peakMemoryBytes };
}

function nativeOptions({ opened: chosen, files }: TensorRtBuild): NativeBuildOptions {
  const { model, engine, recipe } = files;
  const {
    route,
    workspaceMegabytes,
    moreProfiles = [],
    dla,
    debugTensors: _,
    ...options
  } = recipe.options.tensorrt ?? {};
  const { quantized, half } = precisionPlan(recipe);
  const own = Object.keys(recipe.profiles).length > 0 ? [recipe.profiles] : [];
  return {
    ...options,
    dlaCore: dla?.core,
    gpuFallback: dla?.gpuFallback,
    runtime: chosen.library.runtime,
    parser: chosen.library.parser,
    model,
    engine,
    profiles: [...own, ...moreProfiles],
    workspaceBytes: workspaceMegabytes && workspaceMegabytes * 2 ** 20,
    // 8.6 takes the types of casts and Q/DQ only where the flags allow them.
    fp16: chosen.library.major === 8 && half?.precision === 'fp16',
    int8: chosen.library.major === 8 && quantized?.precision === 'int8',
    // The model's types are the precision; 8.6 knows no such mode, and flags need the other.
    stronglyTyped: route !== 'flags' && chosen.library.kind === 'tensorrt' && chosen.library.major >= 10,
  };
}
