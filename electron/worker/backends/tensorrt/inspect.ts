// Keeps beside an engine what its inspector tells of its layers, and their times, where the engine can run.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toFailure } from '#core/contract/failure.ts';
import { exportProfile } from '#core/fusion/inspector/exportProfile.ts';
import type { Context } from '#electron/worker/context.ts';
import type { Runner } from '#electron/worker/runner/runner.ts';
import type { LibraryPaths } from './nativeTypes.ts';

export const layersFile = 'layers.json';
export const profileFile = 'profile.json';

/** Enough for a median of each layer. */
const runs = 40;

export interface LayersOf {
  readonly library: LibraryPaths;
  readonly engine: string;
  /** Of the model, for failures. */
  readonly name: string;
}

/**
 * An engine that was built is worth keeping without them: what goes wrong here is only logged.
 * @param runner of a process that has loaded the library.
 */
export async function keepLayers(context: Context, runner: Runner, { library, engine, name }: LayersOf): Promise<void> {
  context.progress('looking at layers', 0, 0);
  try {
    const { layers, profile } = await runner.ask(
      { command: 'inspect', engine, tensorrt: library, runs },
      { what: `the layers of ${name}` },
    );
    await writeFile(join(dirname(engine), layersFile), layers);
    await writeFile(join(dirname(engine), profileFile), exportProfile(profile));
  } catch (error) {
    context.signal.throwIfAborted();
    context.log(`Warning: the engine's layers could not be looked at. ${toFailure(error).reason}`);
  }
}
