// Whether this worker can build for a target.
import { LatheError } from '#core/contract/failure.ts';
import { runtimeVersion } from '#electron/worker/backends/onnxruntime/session.ts';

/** @throws LatheError where it cannot. */
export function requireTarget(target: string): void {
  const [backend = '', version] = target.split('@');
  if (backend !== 'onnxruntime') {
    throw new LatheError({
      kind: 'use',
      reason: `This worker cannot build for ${target}; it builds for onnxruntime.`,
      next: 'Run `lathe doctor` to see what this machine can build for.',
    });
  }
  if (version && version !== runtimeVersion && !runtimeVersion.startsWith(`${version}.`)) {
    throw new LatheError({
      kind: 'use',
      reason: `ONNX Runtime here is ${runtimeVersion}, and the target asks for ${version}.`,
      next: `Build for onnxruntime, or for onnxruntime@${runtimeVersion}.`,
    });
  }
}
