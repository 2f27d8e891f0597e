// Gives the engine of a build other weights, in a process of its own.
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { BuildFiles } from '#electron/worker/build/buildTarget.ts';
import type { Context } from '#electron/worker/context.ts';
import { startRunner } from '#electron/worker/runner/runner.ts';
import { engineLibrary } from './engineLibrary.ts';

/**
 * Writes the engine with the weights of `files.model`.
 * @returns the most memory that the process took, in bytes.
 * @throws LatheError where the engine takes no other weights, cannot run here, or the model is another one.
 */
export async function refitTensorRt(context: Context, from: BuildRecord, files: BuildFiles): Promise<number> {
  const { refit = false, stripPlan = false } = from.recipe.options.tensorrt ?? {};
  if (!refit) {
    const why = stripPlan ? 'built with "stripPlan" alone, it takes back its own' : 'it was built without "refit"';
    throw new LatheError({
      kind: 'use',
      reason: `${from.engine} takes no other weights: ${why}.`,
      next: 'Build it with "refit": true under options.tensorrt in the recipe, then refit that.',
    });
  }
  const library = await engineLibrary(context, from);
  context.progress('refitting', 0, 0);
  const runner = startRunner(context, `the refit of ${files.name}`, { library: library.runtime });
  try {
    const { engine } = from;
    // The parser of 8.6 refits nothing: its weights are set by the names that it gave them.
    const weights = readsModels(from)
      ? { tensorrt: { ...library, weights: files.model } }
      : { tensorrt: library, model: files.model };
    const { peakMemoryBytes } = await runner.ask({ command: 'refit', engine, ...weights, out: files.engine });
    return peakMemoryBytes;
  } finally {
    runner.close();
  }
}

function readsModels({ target, versions }: BuildRecord): boolean {
  const [kind = '', asked] = target.split('@');
  return kind !== 'tensorrt' || Number.parseInt(versions[kind] ?? asked ?? '10', 10) >= 10;
}
