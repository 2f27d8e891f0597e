// Builds an engine: model + recipe + target → a folder with the engine and its record, under its name only when whole.
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { buildId } from '#electron/worker/artifact/buildId.ts';
import { destinationOf } from '#electron/worker/artifact/destination.ts';
import { equalBuild, relocated } from '#electron/worker/artifact/equalBuild.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import { sha256Files } from '#electron/worker/artifact/sha256.ts';
import { discard, openStage, publish, replace } from '#electron/worker/artifact/stage.ts';
import { runtimeVersion } from '#electron/worker/backends/onnxruntime/session.ts';
import type { Context } from '#electron/worker/context.ts';
import { deviceName, latheVersion } from '#electron/worker/device.ts';
import { startRunner } from '#electron/worker/runner/runner.ts';

export async function build(context: Context, task: TaskOf<'build'>): Promise<BuildRecord> {
  const { request, model } = task;
  const { recipe, target } = request;
  if (recipe.precision !== 'fp32') {
    throw new LatheError({
      kind: 'job',
      reason: `This worker builds no ${recipe.precision} yet.`,
      next: 'Build fp32.',
    });
  }
  context.progress('reading the model', 0, 0);
  const modelSha256 = await withFiles(model.path, () => sha256Files([model.path], context.signal));
  const versions = { lathe: latheVersion(), onnxruntime: runtimeVersion };
  const device = deviceName();
  const id = buildId({ modelSha256, rangesSha256: null, recipe, target, versions, device });
  const destination = await destinationOf(context, id, request.out);
  if (!request.again) {
    const equal = await equalBuild(destination.directory, id, context.signal);
    if (equal) return equal;
  }
  const stage = await openStage(destination.stageIn, destination.directory);
  const here = (name: string) => join(stage.directory, name);
  const lines: string[] = [];
  const logged: Context = {
    ...context,
    log(line) {
      lines.push(line);
      context.log(line);
    },
  };
  try {
    return await withFiles(stage.directory, async () => {
      await copyFile(model.path, here('model.onnx'));
      context.progress('optimizing', 0, 0);
      const runner = startRunner(logged, `the build of ${model.name}`);
      const start = performance.now();
      const built = await runner
        .ask({ name: 'optimize', model: here('model.onnx'), engine: here('engine.onnx'), external: false })
        .finally(() => runner.close());
      const record: BuildRecord = relocated(
        {
          id,
          model: model.id,
          modelName: model.name,
          modelSha256,
          target,
          precision: recipe.precision,
          recipe,
          directory: destination.directory,
          engine: 'engine.onnx',
          rewritten: 'model.onnx',
          ranges: null,
          log: 'build.log',
          engineSha256: await sha256Files([here('engine.onnx')], context.signal),
          rewrittenSha256: await sha256Files([here('model.onnx')], context.signal),
          bytes: (await stat(here('engine.onnx'))).size,
          buildMs: performance.now() - start,
          calibrationMs: null,
          peakMemoryBytes: built.peakMemoryBytes,
          kept: [],
          warnings: [],
          engineOperators: {},
          versions,
          device,
          createdAt: Date.now(),
        },
        destination.directory,
      );
      await mkdir(stage.directory, { recursive: true });
      await writeFile(here('recipe.json'), `${JSON.stringify(recipe, null, 2)}\n`);
      await writeFile(here('record.json'), `${JSON.stringify(record, null, 2)}\n`);
      await writeFile(here('build.log'), lines.map((line) => `${line}\n`).join(''));
      if (destination.earlier) await replace(stage);
      else if (!(await publish(stage))) {
        const equal = await equalBuild(destination.directory, id, context.signal);
        if (equal) return equal;
        await replace(stage);
      }
      return record;
    });
  } finally {
    await discard(stage);
  }
}
