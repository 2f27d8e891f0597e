// A process of its own that loads one TensorRT and says what it can do: a library that crashes shows here only.
import { type Examined, unusable } from '#electron/worker/backends/tensorrt/abilities.ts';
import type { LibraryPaths } from '#electron/worker/backends/tensorrt/nativeTypes.ts';
import { loadAddon } from '#electron/worker/native.ts';

process.on('message', (paths: LibraryPaths) => process.send?.(look(paths)));
process.on('disconnect', () => process.exit(0));

function look(paths: LibraryPaths): Examined {
  try {
    const addon = loadAddon();
    const probed = addon.probeTensorRt(paths);
    const builder = probed.problem === null ? addon.openTensorRtBuilder(paths) : unusable(probed.problem).builder;
    return { probed, builder, nvidia: addon.nvidiaDevices() };
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  }
}
