// ONNX Runtime as a target to build for.
import { LatheError } from '#core/contract/failure.ts';
import type { BuildTarget } from '#electron/worker/build/buildTarget.ts';
import { deviceName } from '#electron/worker/device.ts';
import { buildEngine } from './build.ts';
import { keepLayers } from './keepLayers.ts';
import { runtimeVersion } from './session.ts';

/** @throws LatheError where the target names another version. */
export function requireOnnxRuntime(target: string): BuildTarget {
  const [, version] = target.split('@');
  if (version && version !== runtimeVersion && !runtimeVersion.startsWith(`${version}.`)) {
    throw new LatheError({
      kind: 'use',
      reason: `ONNX Runtime here is ${runtimeVersion}, and the target asks for ${version}.`,
      next: `Build for onnxruntime, or for onnxruntime@${runtimeVersion}.`,
    });
  }
  return {
    versions: { onnxruntime: runtimeVersion },
    device: deviceName(),
    engine: 'engine.onnx',
    unusable: new AbortController().signal,
    build: buildEngine,
    keepLayers,
    close: () => undefined,
  };
}
