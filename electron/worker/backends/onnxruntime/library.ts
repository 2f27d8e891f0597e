// Where the shared library of ONNX Runtime lies that comes with onnxruntime-node.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Undefined where the package has none for this machine. */
export function runtimeLibrary(): string | undefined {
  try {
    const home = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
    const folders = readdirSync(join(home, 'bin')).map((api) => join(home, 'bin', api, process.platform, process.arch));
    const files = folders.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
    return files.find((file) => /[\\/](lib)?onnxruntime\.(so|dylib|dll|\d)/.test(file));
  } catch {
    return undefined;
  }
}
