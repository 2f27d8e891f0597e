// Asks an installed TensorRT about a model; it works in processes of its own, so that its crash is an answer too.
import { LatheError } from '#core/contract/failure.ts';
import type { SupportReport } from '#core/contract/support.ts';
import { supportOf } from '#electron/worker/backends/tensorrt/support.ts';
import { quietContext } from '../quietContext.ts';

/** A model of gigabytes is read whole. */
const LIMIT_MS = 300_000;

/** Throws LatheError where the target is no TensorRT, none is here, or it cannot be asked on this machine. */
export async function askParser(target: string, model: string): Promise<SupportReport> {
  if (!target.startsWith('tensorrt')) {
    throw new LatheError({
      kind: 'use',
      reason: `${target} has no parser that can be asked which nodes it reads.`,
      next: 'Ask tensorrt or tensorrt-rtx; what ONNX Runtime does not run is among the issues of the model.',
    });
  }
  const late = new LatheError({
    kind: 'job',
    reason: `The parser of ${target} did not answer within ${LIMIT_MS / 60_000} minutes.`,
    next: 'Ask again when the machine does less, or build and read the log.',
  });
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(late), LIMIT_MS);
  try {
    return await supportOf(quietContext(stop.signal), target, model);
  } finally {
    clearTimeout(timer);
  }
}
