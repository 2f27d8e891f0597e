// Timings of kernels, kept from build to build: valid for one version of TensorRT on one device.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256Text } from '#electron/worker/artifact/sha256.ts';

export interface TimingCache {
  read(): Promise<Uint8Array | undefined>;
  /** Of two builds at once the later one's timings stay. */
  write(bytes: Uint8Array): Promise<void>;
}

/** @param folder that outlives builds. */
export function timingCacheOf(folder: string, version: string, device: string): TimingCache {
  const path = join(folder, `${sha256Text(`${version}\n${device}`).slice(0, 16)}.cache`);
  return {
    async read() {
      try {
        return await readFile(path);
      } catch {
        return undefined;
      }
    },
    async write(bytes) {
      await mkdir(dirname(path), { recursive: true });
      const part = `${path}.${process.pid}`;
      await writeFile(part, bytes);
      await rename(part, path);
    },
  };
}
