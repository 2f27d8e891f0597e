// An installed TensorRT as a target to build for.
import { dirname, join } from 'node:path';
import type { BuildTarget } from '#electron/worker/build/buildTarget.ts';
import type { Context } from '#electron/worker/context.ts';
import { deviceWords, whyItCannotRun } from './abilities.ts';
import { buildTensorRt } from './build.ts';
import { type OpenedLibrary, openBuilder, openLibrary, requireParser } from './chooseLibrary.ts';
import { withWeights } from './engineLibrary.ts';
import { keepLayers } from './inspect.ts';
import { refitTensorRt } from './refit.ts';

/** What stands for the device of an engine that was built where there is none. */
export const aheadOfTime = 'no GPU: built ahead of time';

/**
 * The builder is made at once, while the model is read and rewritten; `unusable` tells of what goes wrong with that.
 * @param builds whether engines shall be built, and not only given other weights.
 * @throws LatheError where no such TensorRT is found or it reads no models.
 */
export async function openTensorRt(context: Context, target: string, builds: boolean): Promise<BuildTarget> {
  const opened = await openLibrary(context, target);
  const { library, probed, nvidia, runner } = opened;
  const unusable = new AbortController();
  const ready = builds ? prepare(opened) : Promise.resolve();
  ready.catch((error: unknown) => unusable.abort(error));
  const [gpu] = nvidia.devices;
  const device = gpu ? deviceWords(gpu) : aheadOfTime;
  const driver = gpu ? { driver: nvidia.driver, cuda: nvidia.cuda } : {};
  return {
    versions: { [library.kind]: probed.version, ...driver },
    device,
    engine: 'engine.plan',
    unusable: unusable.signal,
    async build(running, files) {
      if (files.refit) return { operators: {}, peakMemoryBytes: await refitTensorRt(running, files.refit, files) };
      files.phases.enter('waiting for the builder');
      await ready;
      const cacheFolder = join(dirname(context.place.builds), 'timing');
      const { peakMemoryBytes } = await buildTensorRt(running, { opened, files, cacheFolder, device });
      return { operators: {}, peakMemoryBytes };
    },
    async keepLayers(running, { engine, model, recipe, name }) {
      if (whyItCannotRun(library.kind, probed, nvidia) !== null) return;
      await keepLayers(running, runner, { library: withWeights(library, recipe, model), engine, name });
    },
    close: runner.close,
  };
}

async function prepare(opened: OpenedLibrary): Promise<void> {
  requireParser(opened);
  await openBuilder(opened);
}
