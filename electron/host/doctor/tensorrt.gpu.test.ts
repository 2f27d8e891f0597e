import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { describeTensorRt } from './tensorrt.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';
const folder = mkdtempSync(join(tmpdir(), 'lathe-driver-'));

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf('missing' in fake)(`what is said of a TensorRT${why}`, () => {
  it('is that it builds, also where the loader’s path does not lead to the kernels beside it', async () => {
    if (!('folder' in fake)) return;
    // The driver alone is where the loader looks; TensorRT asks the loader for its kernels by name.
    for (const name of ['libcuda.so.1', 'libnvidia-ml.so.1']) copyFileSync(join(fake.folder, name), join(folder, name));
    vi.stubEnv('LD_LIBRARY_PATH', folder);
    vi.stubEnv('LATHE_TENSORRT', fake.folder);
    const found = await describeTensorRt(process.env);
    expect(found.find(({ name }) => name === 'tensorrt')).toMatchObject({ canBuild: true, canRun: true });
  });
});
