// A process of its own that loads one TensorRT and says what it can do: a library that crashes shows here only.
import type { LibraryPaths } from '#electron/worker/backends/tensorrt/nativeTypes.ts';
import { loadAddon } from '#electron/worker/native.ts';
import type { TensorRtProbe } from './tensorrt.ts';

process.on('message', (paths: LibraryPaths) => process.send?.(look(paths)));
process.on('disconnect', () => process.exit(0));

function look(paths: LibraryPaths): TensorRtProbe {
  try {
    const addon = loadAddon();
    return { probed: addon.probeTensorRt(paths), nvidia: addon.nvidiaDevices() };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { probed: { problem }, nvidia: { driver: '', cuda: '', devices: [], problem: null } };
  }
}
