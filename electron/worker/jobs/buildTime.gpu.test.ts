import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bench } from '#electron/worker/jobs/bench.ts';
import { doubled, doubledProfile, fakeNvidia, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { build } from './build.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';

let work: Workplace;
let made: () => string[][];
beforeEach(() => {
  work = workplace();
  if ('missing' in fake) return;
  withNvidia(fake.folder);
  const trace = join(work.home, 'trace');
  vi.stubEnv('LATHE_FAKE_TRACE', trace);
  made = () =>
    readFileSync(trace, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

const built = async () => {
  const path = await work.write('doubled.onnx', doubled);
  return build(
    work.context(),
    work.buildTask(path, { precision: 'fp32', profiles: doubledProfile }, { target: 'tensorrt' }),
  );
};

const before = ['starting', 'opening the target', 'reading the model', 'hashing the model', 'learning from data'];
const making = ['looking for an equal build', 'rewriting the model', 'writing the model', 'building'];
const after = ['looking at layers', 'hashing what was built', 'making files durable'];

describe('the time of a build', () => {
  it('belongs to named phases from the moment that the job began', async () => {
    const task = work.buildTask(sampleModel);
    const { phases } = await build(work.context(), { ...task, began: Date.now() - 60_000 });
    expect(phases.map(({ name }) => name)).toEqual([...before, ...making, ...after]);
    expect(phases[0]?.ms).toBeGreaterThanOrEqual(60_000);
    expect(phases.every(({ ms }) => ms >= 0)).toBe(true);
  });
  it.skipIf('missing' in fake)(`tells of TensorRT what TensorRT did${why}`, async () => {
    const { phases } = await built();
    expect(phases.map(({ name }) => name)).toEqual([
      ...before,
      ...making,
      'waiting for the builder',
      'preparing what TensorRT takes',
      'asking TensorRT',
      'loading TensorRT',
      'parsing',
      'configuring',
      'TensorRT’s building',
      'writing the engine',
      ...after,
    ]);
  });
  it.skipIf('missing' in fake)(`is not spent on loading TensorRT twice${why}`, async () => {
    await built();
    const builders = made().filter(([what]) => what === 'builder');
    expect(builders).toHaveLength(1);
    // The process that was asked what it can do is the one that builds and looks at layers.
    expect(new Set(made().map(([, process]) => process)).size).toBe(1);
  });
});

describe.skipIf('missing' in fake)(`running an engine${why}`, () => {
  it('makes no builder, which takes seconds and is for building alone', async () => {
    const engine = await built();
    const earlier = made().length;
    await bench(work.context(), work.benchTask([engine]));
    const later = made().slice(earlier);
    expect(later.length).toBeGreaterThan(0);
    expect(later.filter(([what]) => what === 'builder')).toEqual([]);
  });
});
