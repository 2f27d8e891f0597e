// The installed TensorRT that can run a build's engine on this machine, or why none can.
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Context } from '#electron/worker/context.ts';
import { deviceWords, whyItCannotRun } from './abilities.ts';
import { type ChosenLibrary, chooseLibrary } from './chooseLibrary.ts';
import type { LibraryPaths } from './nativeTypes.ts';

/** What of a build decides where it runs. */
export type EngineOrigin = Pick<BuildRecord, 'engine' | 'target' | 'versions' | 'device' | 'recipe' | 'rewritten'>;

export function isTensorRt({ target }: Pick<BuildRecord, 'target'>): boolean {
  return target.startsWith('tensorrt');
}

/** @throws LatheError that says what the engine was built with and what is missing here. */
export async function engineLibrary(context: Context, origin: EngineOrigin): Promise<LibraryPaths> {
  const kind = origin.target.split('@')[0] ?? '';
  const version = origin.versions[kind] ?? '';
  const chosen = await chooseForEngine(context, kind, version, origin);
  const problem = whyItCannotRun(chosen.library.kind, chosen.probed, chosen.nvidia) ?? otherDevice(origin, chosen);
  if (problem !== null) {
    throw new LatheError({
      kind: 'job',
      reason: `The engine ${origin.engine} was built for ${kind} ${version} and cannot run here: ${problem.trim().replace(/\.$/, '')}.`,
      next:
        kind === 'tensorrt-rtx'
          ? 'Copy its folder to a machine with an RTX GPU (compute capability 8.0, 8.6, 8.9 or from 12.0 on) and measure it there.'
          : 'Build and measure it on the machine that shall run it, such as with `lathe serve` there.',
    });
  }
  return withWeights(chosen.library, origin.recipe, origin.rewritten);
}

/** An engine that was built without weights takes those of the model beside it. */
export function withWeights(library: LibraryPaths, recipe: Recipe, model: string): LibraryPaths {
  return recipe.options.tensorrt?.stripPlan ? { ...library, weights: model } : library;
}

async function chooseForEngine(
  context: Context,
  kind: string,
  version: string,
  { engine, recipe }: EngineOrigin,
): Promise<ChosenLibrary> {
  // A version-compatible engine runs with every version of its major.
  const wanted = recipe.options.tensorrt?.versionCompatible ? version.split('.')[0] : version;
  try {
    return await chooseLibrary(context, `${kind}@${wanted}`);
  } catch (error) {
    if (!(error instanceof LatheError) || error.failure.kind !== 'use') throw error;
    const reason = `The engine ${engine} needs ${kind} ${wanted}, which is not here. ${error.failure.reason}`;
    throw new LatheError({ ...error.failure, reason });
  }
}

/** Engines of TensorRT hold kernels for one GPU; those of RTX choose theirs where they run. */
function otherDevice({ device, recipe, target }: EngineOrigin, { nvidia }: ChosenLibrary): string | null {
  const here = deviceWords(nvidia.devices[0]);
  if (target.startsWith('tensorrt-rtx') || recipe.options.tensorrt?.amperePlus || device === here) return null;
  return `it was built on ${device}, and this is ${here}`;
}
