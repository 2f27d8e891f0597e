import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadAddon } from '#electron/worker/native.ts';
import { fakeNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { describeTarget } from './abilities.ts';
import { openLibrary } from './chooseLibrary.ts';

const fake = fakeNvidia();
const skipped =
  'missing' in fake
    ? fake.missing
    : loadAddon().nvidiaDevices().problem === null
      ? 'this machine has an NVIDIA driver'
      : undefined;

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

describe.skipIf(skipped !== undefined)(`TensorRT without a driver${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  it('is not asked for a builder, which would end the process, and says what is missing', async () => {
    const folder = 'folder' in fake ? fake.folder : '';
    // Without the pretended driver that lies beside them.
    for (const name of ['libnvinfer.so.10', 'libnvonnxparser.so.10']) {
      copyFileSync(join(folder, name), join(work.home, name));
    }
    vi.stubEnv('LATHE_TENSORRT', work.home);
    vi.stubEnv('LD_LIBRARY_PATH', '');
    const { library, probed, nvidia, runner } = await openLibrary(work.context(), 'tensorrt');
    const builder = await runner.ask({ command: 'openBuilder', paths: library });
    runner.close();
    const told = describeTarget(library, { probed, builder, nvidia });
    expect(told).toMatchObject({ version: '10.6.0', canBuild: false, canRun: false });
    expect(told.why).toMatch(/cannot build here \(there is no NVIDIA driver/);
  });
});
