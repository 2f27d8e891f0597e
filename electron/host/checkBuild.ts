// Whether this machine can run a build's engine: asked when a build comes from elsewhere, before anyone measures it.
import { existsSync } from 'node:fs';
import type { BuildRecord } from '#core/contract/build.ts';
import type { CallOutput } from '#core/contract/call.ts';
import { toFailure } from '#core/contract/failure.ts';
import { targetName } from '#core/contract/target.ts';
import { engineLibrary, isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import { quietContext } from './quietContext.ts';

export async function checkBuild(build: BuildRecord): Promise<CallOutput<'build.check'>> {
  if (!existsSync(build.engine)) {
    return {
      canRun: false,
      why: `The engine ${build.engine} is gone.`,
      next: 'Build it again, or copy its whole folder.',
    };
  }
  if (!isTensorRt(build)) return { canRun: true, why: 'It runs on every machine that Lathe runs on.', next: '' };
  try {
    await engineLibrary(quietContext(new AbortController().signal), build);
    return { canRun: true, why: `${targetName(build.target)} on ${build.device} is what it was built for.`, next: '' };
  } catch (error) {
    const { reason, next } = toFailure(error);
    return { canRun: false, why: reason, next };
  }
}
