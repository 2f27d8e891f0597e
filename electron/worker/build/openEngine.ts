// Opens a build's engine for inference, whatever its backend.
import type { BuildRecord } from '#core/contract/build.ts';
import { openSession, type Session } from '#electron/worker/backends/onnxruntime/session.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { engineLibrary, isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import { openTensorRtSession } from '#electron/worker/backends/tensorrt/session.ts';
import type { Context } from '#electron/worker/context.ts';

export type OpenEngine = Pick<Session, 'inputs' | 'outputs' | 'run' | 'close'>;

/** @throws LatheError where it does not load or cannot run here. */
export async function openEngine(context: Context, build: BuildRecord): Promise<OpenEngine> {
  if (isTensorRt(build)) return openTensorRtSession(await engineLibrary(context, build), build.engine);
  return openSession(build.engine, { threads: threadCount(build.recipe.options.threads), optimization: 'none' });
}
