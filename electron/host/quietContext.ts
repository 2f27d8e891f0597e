// A worker's context for a question that is no job: nobody hears of its progress, and it writes nothing.
import type { Context } from '#electron/worker/context.ts';

export function quietContext(signal: AbortSignal): Context {
  return { place: { scratch: '', calibrations: '', builds: '' }, signal, progress() {}, log() {} };
}
