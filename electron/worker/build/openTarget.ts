// From a target's name to the backend that builds for it.
import { requireOnnxRuntime } from '#electron/worker/backends/onnxruntime/target.ts';
import { openTensorRt } from '#electron/worker/backends/tensorrt/target.ts';
import type { Context } from '#electron/worker/context.ts';
import type { BuildTarget } from './buildTarget.ts';

/**
 * @param builds whether engines shall be built, and not only given other weights.
 * @throws LatheError where this machine cannot build for it. The caller closes it.
 */
export async function openTarget(context: Context, target: string, builds: boolean): Promise<BuildTarget> {
  return target.startsWith('tensorrt') ? openTensorRt(context, target, builds) : requireOnnxRuntime(target);
}
