// From a target's name to the backend that builds for it.
import { requireOnnxRuntime } from '#electron/worker/backends/onnxruntime/target.ts';
import { openTensorRt } from '#electron/worker/backends/tensorrt/target.ts';
import type { Context } from '#electron/worker/context.ts';
import type { BuildTarget } from './buildTarget.ts';

/** @throws LatheError where this machine cannot build for it. */
export async function openTarget(context: Context, target: string): Promise<BuildTarget> {
  return target.startsWith('tensorrt') ? openTensorRt(context, target) : requireOnnxRuntime(target);
}
