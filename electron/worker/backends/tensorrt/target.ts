// An installed TensorRT as a target to build for.
import { dirname, join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import type { BuildTarget } from '#electron/worker/build/buildTarget.ts';
import type { Context } from '#electron/worker/context.ts';
import { deviceWords, whyItCannotRun } from './abilities.ts';
import { buildTensorRt } from './build.ts';
import { type ChosenLibrary, chooseLibrary } from './chooseLibrary.ts';
import { withWeights } from './engineLibrary.ts';
import { keepLayers } from './inspect.ts';
import { refitTensorRt } from './refit.ts';

/** What stands for the device of an engine that was built where there is none. */
export const aheadOfTime = 'no GPU: built ahead of time';

/** @throws LatheError where no such TensorRT is found or it cannot build here. */
export async function openTensorRt(context: Context, target: string): Promise<BuildTarget> {
  const chosen = await chooseLibrary(context, target);
  requireBuilder(chosen);
  const { library, probed, nvidia } = chosen;
  const [gpu] = nvidia.devices;
  const device = gpu ? deviceWords(gpu) : aheadOfTime;
  const driver = gpu ? { driver: nvidia.driver, cuda: nvidia.cuda } : {};
  return {
    versions: { [library.kind]: probed.version, ...driver },
    device,
    engine: 'engine.plan',
    async build(running, files) {
      if (files.refit) return { operators: {}, peakMemoryBytes: await refitTensorRt(running, files.refit, files) };
      const cacheFolder = join(dirname(context.place.builds), 'timing');
      const { peakMemoryBytes } = await buildTensorRt(running, { chosen, files, cacheFolder, device });
      return { operators: {}, peakMemoryBytes };
    },
    async keepLayers(running, { engine, model, recipe }) {
      if (whyItCannotRun(library.kind, probed, nvidia) !== null) return;
      await keepLayers(running, withWeights(library, recipe, model), engine);
    },
  };
}

function requireBuilder({ library, probed, nvidia }: ChosenLibrary): void {
  const problem = library.parser === null ? `no ONNX parser lies beside ${library.runtime}` : probed.builderProblem;
  if (problem === null) return;
  const next =
    library.parser === null
      ? 'Install the whole of it (libnvonnxparser), or name another folder in LATHE_TENSORRT.'
      : nvidia.devices.length === 0
        ? 'Build on a machine with an NVIDIA GPU, or for tensorrt-rtx, which builds without one.'
        : 'Install the whole of this TensorRT (its builder resources too) and a driver that is new enough; see `lathe doctor`.';
  throw new LatheError({
    kind: 'job',
    reason: `${library.kind} ${probed.version} cannot build here: ${problem.trim().replace(/\.$/, '')}.`,
    next,
  });
}
