// Makes a build's files in its stage: the rewritten model, the engine, and what tells how they came about.
import { copyFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { serializeRanges } from '#core/precision/ranges.ts';
import { engineFiles, recordFile, recordText, relocated } from '#electron/worker/artifact/equalBuild.ts';
import { sha256Files } from '#electron/worker/artifact/sha256.ts';
import { type Stage, syncStage } from '#electron/worker/artifact/stage.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import type { BuildLog } from './buildLog.ts';
import type { BuildFiles, BuildTarget } from './buildTarget.ts';
import type { Learned } from './learned.ts';
import type { PhaseClock } from './phases.ts';
import { type Rewritten, rewrite } from './rewrite.ts';

export interface Ingredients {
  readonly task: TaskOf<'build'>;
  readonly target: BuildTarget;
  readonly opened: OpenedModel;
  readonly learned: Learned;
  readonly id: string;
  readonly stage: Stage;
  readonly phases: PhaseClock;
  readonly modelSha256: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly device: string;
}

const names = { model: 'model.onnx', ranges: 'ranges.json', log: 'build.log' };

export async function makeArtifact(log: BuildLog, parts: Ingredients): Promise<BuildRecord> {
  const { context } = log;
  const { task, learned, stage, phases } = parts;
  const { recipe, target } = task.request;
  const start = performance.now();
  context.progress('rewriting', 0, 0);
  phases.enter('rewriting the model');
  const rewritten = await rewrite(parts.opened, recipe, target, learned);
  const warnings = [...learned.warnings, ...rewritten.warnings];
  for (const warning of warnings) context.log(`Warning: ${warning}`);
  phases.enter('writing the model');
  const modelFiles = await writeRewritten(log, parts, rewritten);
  const engine = stage.file(parts.target.engine);
  const files: BuildFiles = {
    model: stage.file(names.model),
    modelBytes: await totalBytes(modelFiles),
    engine,
    name: `${task.model.name} in ${recipe.precision}`,
    recipe,
    phases,
    refit: task.refit,
    calibration: learned.samples && {
      reader: learned.samples,
      inputs: inputPorts(parts.opened.model),
      key: learned.sha256 ?? '',
    },
  };
  phases.enter('building');
  const built = await parts.target.build(context, files);
  const made = engineFiles({ engine });
  const bytes = await totalBytes(made);
  const buildMs = performance.now() - start;
  context.log(`Built ${bytes} bytes in ${Math.round(buildMs)} ms.`);
  phases.enter('looking at layers');
  await parts.target.keepLayers(context, files);
  phases.enter('hashing what was built');
  const engineSha256 = await sha256Files(made, context.signal);
  const rewrittenSha256 = await sha256Files(modelFiles, context.signal);
  phases.enter('making files durable');
  if (learned.ranges) await writeFile(stage.file(names.ranges), serializeRanges(learned.ranges));
  await writeFile(stage.file('recipe.json'), `${JSON.stringify(recipe, null, 2)}\n`);
  await syncStage(stage);
  const record: BuildRecord = relocated(
    {
      id: parts.id,
      model: task.model.id,
      modelName: task.model.name,
      modelSha256: parts.modelSha256,
      target,
      precision: recipe.precision,
      recipe,
      directory: stage.destination,
      engine: parts.target.engine,
      rewritten: names.model,
      ranges: learned.ranges ? names.ranges : null,
      log: names.log,
      engineSha256,
      rewrittenSha256,
      bytes,
      buildMs,
      calibrationMs: learned.ms,
      phases: [...phases.phases()],
      calibration: learned.calibration?.id ?? null,
      peakMemoryBytes: built.peakMemoryBytes,
      kept: rewritten.kept,
      warnings,
      engineOperators: { ...built.operators },
      versions: { ...parts.versions },
      device: parts.device,
      createdAt: Date.now(),
    },
    stage.destination,
  );
  await writeFile(stage.file(recordFile), recordText(record));
  await writeFile(stage.file(names.log), log.text());
  return record;
}

/** FP32 is the model itself, byte for byte where it is a single file. */
async function writeRewritten(
  { context }: BuildLog,
  { opened, stage }: Ingredients,
  { model }: Rewritten,
): Promise<readonly string[]> {
  const path = stage.file(names.model);
  const { openExternal } = opened;
  const { signal } = context;
  if (model) return writeModelFile(model, path, { openExternal, signal });
  if (opened.files.length > 1) return writeModelFile(opened.model, path, { openExternal, signal });
  context.log(`FP32: ${basename(opened.path)} as it is.`);
  await copyFile(opened.path, path);
  return [path];
}

async function totalBytes(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
