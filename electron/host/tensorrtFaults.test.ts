// Injected faults of TensorRT, CUDA and engines, with libraries that pretend: the job ends with the reason and a next
// step, and the host goes on.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import { type Client, createClient } from '#core/contract/client.ts';
import { connectionPair } from '#core/contract/connection.ts';
import { jobTable } from '#core/contract/job.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { doubled, doubledProfile, fakeNvidia, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { createHost, type Host } from './host.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';
const recipe = recipeSchema.parse({ precision: 'fp32', profiles: doubledProfile });

let home: string;
let host: Host;
let client: Client;
let model: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lathe-faults-'));
  host = await createHost({ home: join(home, 'home') });
  const [near, far] = connectionPair();
  host.open(far, { mayOpen: () => true });
  client = createClient(near);
  const path = join(home, 'doubled.onnx');
  await writeModelFile(doubled, path, { signal: new AbortController().signal });
  model = (await client.call('model.open', { path })).id;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await host.close();
  rmSync(home, { recursive: true, force: true });
});

async function build(again = true) {
  const request = { model, target: 'tensorrt', recipe, calibration: null, out: null, again };
  const { id } = await client.call('job.start', { kind: 'build', request });
  return client.call('job.result', { id });
}
async function bench({ id: record }: BuildRecord) {
  const request = jobTable.bench.request.parse({
    builds: [record],
    options: { durationMs: 20, warmUpMs: 1, rounds: 1 },
  });
  const { id } = await client.call('job.start', { kind: 'bench', request });
  return (await client.call('job.result', { id })).job;
}
/** A build in a folder of its own, whose record says something else. */
async function changed(record: BuildRecord, change: Partial<BuildRecord>): Promise<BuildRecord> {
  const directory = mkdtempSync(join(home, 'elsewhere-'));
  const text = { ...record, ...change, id: `changed-${directory.slice(-6)}` };
  writeFileSync(join(directory, 'engine.plan'), 'ftrt: an engine of the imaginary TensorRT');
  writeFileSync(
    join(directory, 'record.json'),
    JSON.stringify({ ...text, directory: '.', engine: 'engine.plan', rewritten: 'model.onnx', log: 'build.log' }),
  );
  return client.call('build.open', { path: directory });
}

describe.skipIf('missing' in fake)(`a fault while building${why}`, () => {
  const cases = [
    ['abort', 'crashed', /ended with SIGABRT.*tactic != nullptr/, /log/],
    ['resource', 'job', /libnvinfer_builder_resource_sm90/, /Install|install the whole/],
    ['driver', 'job', /cannot build here: .*error: 35/, /driver that is new enough/],
    ['build-memory', 'job', /out of memory/, /smaller/],
  ] as const;
  it.each(cases)(
    '(%s) ends the job with its reason and a next step, and the host goes on',
    async (fault, kind, reason, next) => {
      if ('folder' in fake) withNvidia(fake.folder);
      vi.stubEnv('LATHE_FAKE_FAULT', fault);
      const { job } = await build();
      expect(job).toMatchObject({ state: 'failed', failure: { kind } });
      expect(job.failure?.reason).toMatch(reason);
      expect(job.failure?.next).toMatch(next);
    },
  );

  it('that is no library at all names the file', async () => {
    const folder = join(home, 'broken');
    mkdirSync(folder);
    writeFileSync(join(folder, 'libnvinfer.so.10'), 'no library');
    vi.stubEnv('LATHE_TENSORRT', folder);
    const { job } = await build();
    expect(job.failure?.reason).toMatch(/broken\/libnvinfer\.so\.10/);
    expect(job.failure?.next).toMatch(/lathe doctor/);
  });
});

describe.skipIf('missing' in fake)(`an engine that cannot run here${why}`, () => {
  const other = (change: Partial<BuildRecord>) => async () => {
    if ('folder' in fake) withNvidia(fake.folder);
    const record = (await build(false)).result as BuildRecord;
    return changed(record, change);
  };
  const cases = [
    ['of another version', other({ versions: { tensorrt: '10.7.0' } }), /needs tensorrt 10\.7\.0.*is 10\.6\.0/],
    [
      'of another GPU',
      other({ device: 'NVIDIA T4 (compute capability 7.5)' }),
      /built on NVIDIA T4 .* this is Imaginary GPU/,
    ],
    [
      'of another product',
      other({ target: 'tensorrt-rtx', versions: { 'tensorrt-rtx': '1.7.1' } }),
      /No TensorRT-RTX was found|cannot run here|is not here/,
    ],
  ] as const;
  it.each(cases)('(%s) is told of at once, and again where it is measured', async (_, make, reason) => {
    const record = await make();
    const check = await client.call('build.check', { id: record.id });
    expect(check).toMatchObject({
      canRun: false,
      why: expect.stringMatching(reason),
      next: expect.stringMatching(/\w/),
    });
    const { failure } = await bench(record);
    expect(failure?.reason).toMatch(reason);
  });

  it('for want of a driver that is new enough is told of at once', async () => {
    if ('folder' in fake) withNvidia(fake.folder);
    const record = (await build(false)).result as BuildRecord;
    vi.stubEnv('LATHE_FAKE_FAULT', 'driver');
    const check = await client.call('build.check', { id: record.id });
    expect(check).toMatchObject({ canRun: false, why: expect.stringMatching(/error: 35/) });
  });

  it('because its file is damaged says so where it is measured, and to build it again', async () => {
    if ('folder' in fake) withNvidia(fake.folder);
    const record = await changed((await build(false)).result as BuildRecord, {});
    writeFileSync(record.engine, 'ftr');
    const { failure } = await bench(record);
    expect(failure?.reason).toMatch(/could not load .*engine\.plan: .*Magic tag does not match/);
    expect(failure?.next).toMatch(/Build it again/);
    writeFileSync(record.engine, '');
    expect((await bench(record)).failure?.reason).toMatch(/engine\.plan/);
  });

  it.each([
    ['memory', /CUDA_ERROR_OUT_OF_MEMORY/, /smaller shapes/],
    ['kernel', /CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access/, /another optimization level/],
    ['crash', /ended with SIGSEGV/, /log/],
  ])('(%s) fails the measurement with its reason, and not the next one', async (fault, reason, next) => {
    if ('folder' in fake) withNvidia(fake.folder);
    const record = (await build(false)).result as BuildRecord;
    expect(await client.call('build.check', { id: record.id })).toMatchObject({ canRun: true });
    vi.stubEnv('LATHE_FAKE_FAULT', fault);
    const { failure } = await bench(record);
    expect(failure?.reason).toMatch(reason);
    expect(failure?.next).toMatch(next);
    vi.stubEnv('LATHE_FAKE_FAULT', '');
    expect((await bench(record)).state).toBe('done');
  });
});
