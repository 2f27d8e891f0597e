import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LatheError } from '#core/contract/failure.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { doubled, doubledProfile, fakeNvidia, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { describeTarget } from './abilities.ts';
import { openBuilder, openLibrary } from './chooseLibrary.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';

let work: Workplace;
beforeEach(() => {
  work = workplace();
  if ('folder' in fake) withNvidia(fake.folder);
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

const built = async (dla: object) => {
  const recipe = { precision: 'fp16', profiles: doubledProfile, options: { tensorrt: { dla } } };
  const path = await work.write('doubled.onnx', doubled);
  return build(work.context(), work.buildTask(path, recipe, { target: 'tensorrt' }));
};
const failureOf = (running: Promise<unknown>) =>
  running.then(
    () => expect.fail('it was built'),
    (error: unknown) => (error instanceof LatheError ? error.failure : expect.fail(String(error))),
  );

describe.skipIf('missing' in fake)(`building for a deep learning accelerator${why}`, () => {
  it('is refused by name where the device has no such core', async () => {
    const none = await failureOf(built({ core: 0 }));
    expect(none.reason).toMatch(/no DLA core 0: this device has none/);
    expect(none.next).toMatch(/Leave "dla" out/);
    vi.stubEnv('LATHE_FAKE_DLA', '2');
    expect((await failureOf(built({ core: 2 }))).reason).toMatch(/no DLA core 2: this device has 2/);
  });
  it('is offered where the probe finds cores', async () => {
    const cores = async () => {
      const opened = await openLibrary(work.context(), 'tensorrt');
      const builder = await openBuilder(opened);
      opened.runner.close();
      return describeTarget(opened.library, { ...opened, builder });
    };
    expect(await cores()).not.toHaveProperty('dlaCores');
    vi.stubEnv('LATHE_FAKE_DLA', '2');
    expect(await cores()).toMatchObject({ dlaCores: 2, why: expect.stringMatching(/2 DLA cores\.$/) });
  });
  it('lets the GPU compute what the accelerator lacks only where that is allowed', async () => {
    vi.stubEnv('LATHE_FAKE_DLA', '2');
    expect((await built({ core: 1 })).bytes).toBeGreaterThan(0);
    const strict = await failureOf(built({ core: 1, gpuFallback: false }));
    expect(strict.reason).toMatch(/cannot run on DLA.*TensorRT error 4, INVALID_CONFIG/);
  });
});
