// Builds an engine: model + recipe + target → a folder with the engine and its record, under its name only when whole.
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { buildId } from '#electron/worker/artifact/buildId.ts';
import { type Destination, destinationOf } from '#electron/worker/artifact/destination.ts';
import { copyBuild, equalBuild } from '#electron/worker/artifact/equalBuild.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import { sha256Files } from '#electron/worker/artifact/sha256.ts';
import { discard, openStage, publish, replace, type Stage, syncStage } from '#electron/worker/artifact/stage.ts';
import { isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import { type BuildLog, keepLog } from '#electron/worker/build/buildLog.ts';
import type { BuildTarget } from '#electron/worker/build/buildTarget.ts';
import { equalized } from '#electron/worker/build/equalized.ts';
import { learn } from '#electron/worker/build/learned.ts';
import { makeArtifact } from '#electron/worker/build/makeArtifact.ts';
import { openTarget } from '#electron/worker/build/openTarget.ts';
import { type PhaseClock, startPhases } from '#electron/worker/build/phases.ts';
import type { Context } from '#electron/worker/context.ts';
import { latheVersion } from '#electron/worker/device.ts';
import { type OpenedModel, openModel } from '#electron/worker/model/openModel.ts';

/** An equal build that is already there is returned as it is, unless the request says `again`. */
export async function build(outer: Context, task: TaskOf<'build'>): Promise<BuildRecord> {
  const { request, model } = task;
  const log = keepLog(outer);
  const { context } = log;
  const phases = startPhases('starting', task.began ?? Date.now());
  if (task.refit && !isTensorRt(task.refit)) throw takesNoWeights(task.refit);
  phases.enter('opening the target');
  const target = await openTarget(context, request.target, task.refit === undefined);
  try {
    context.progress('reading the model', 0, 0);
    phases.enter('reading the model');
    const stated = await openModel(model.path);
    try {
      return await buildFrom(log, { task, target, phases, stated });
    } finally {
      await stated.close();
    }
  } finally {
    target.close();
  }
}

interface Opened {
  readonly task: TaskOf<'build'>;
  readonly target: BuildTarget;
  readonly phases: PhaseClock;
  readonly stated: OpenedModel;
}

async function buildFrom(log: BuildLog, { task, target, phases, stated }: Opened): Promise<BuildRecord> {
  const { context } = log;
  const { request, model } = task;
  phases.enter('hashing the model');
  const modelSha256 = await withFiles(model.path, () => sha256Files(stated.files, context.signal));
  phases.enter('learning from data');
  const { opened, sha256 } = await equalized(stated, request.recipe, modelSha256);
  // Calibrating takes minutes: it ends where it turns out meanwhile that nothing can be built.
  const signal = AbortSignal.any([context.signal, target.unusable]);
  const learned = await learn({ ...context, signal }, task, opened, sha256);
  const versions = { lathe: latheVersion(), ...target.versions };
  const identity = { modelSha256, rangesSha256: learned.sha256, versions, device: target.device };
  const id = buildId({
    ...identity,
    refitted: task.refit?.engineSha256,
    recipe: request.recipe,
    target: request.target,
  });
  phases.enter('looking for an equal build');
  const destination = await destinationOf(context, id, request.out);
  const equal = request.again ? undefined : await findEqual(context, id, destination);
  if (equal?.directory === destination.directory) return equal;

  return withFiles(destination.directory, async () => {
    const stage = await openStage(destination.stageIn, destination.directory);
    try {
      const record = equal
        ? await copyBuild(equal, stage)
        : await makeArtifact(log, { task, target, opened, learned, id, stage, phases, ...identity });
      await syncStage(stage);
      return await settle(context, stage, destination, record, request.again);
    } finally {
      await discard(stage);
    }
  });
}

function takesNoWeights({ engine, target }: BuildRecord): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${engine} was built for ${target}, and only engines of TensorRT take other weights.`,
    next: 'Build the model with the same recipe instead: lathe build MODEL --recipe recipe.json.',
  });
}

/** Where it shall go, or else in the library. */
async function findEqual(context: Context, id: string, destination: Destination): Promise<BuildRecord | undefined> {
  const there = await equalBuild(destination.directory, id, context.signal);
  return there ?? equalBuild(destination.inLibrary, id, context.signal);
}

/** Two equal builds at once: the first to finish stays, the second takes it over. */
async function settle(
  context: Context,
  stage: Stage,
  destination: Destination,
  record: BuildRecord,
  again: boolean,
): Promise<BuildRecord> {
  context.signal.throwIfAborted();
  if (!destination.earlier && (await publish(stage))) return record;
  const theirs = again ? undefined : await equalBuild(destination.directory, record.id, context.signal);
  if (theirs) return theirs;
  await replace(stage);
  return record;
}
