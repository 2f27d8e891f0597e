import { describe, expect, it } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { type Filter, listed, type Sorting, sortedBy } from './history.ts';

const build = (id: string, precision: BuildRecord['precision'], bytes: number, createdAt: number): BuildRecord => ({
  id,
  model: id === 'other' ? 'n' : 'm',
  modelName: '',
  modelSha256: '',
  target: 'onnxruntime',
  precision,
  recipe: recipeSchema.parse({ precision }),
  directory: '',
  engine: '',
  rewritten: '',
  ranges: null,
  log: '',
  engineSha256: '',
  rewrittenSha256: '',
  bytes,
  buildMs: 0,
  calibrationMs: null,
  phases: [],
  calibration: null,
  peakMemoryBytes: 0,
  kept: [],
  warnings: [],
  engineOperators: {},
  versions: {},
  device: '',
  createdAt,
});
const builds = [
  build('a', 'fp32', 400, 1),
  build('b', 'int8', 100, 2),
  build('c', 'fp16', 200, 3),
  build('other', 'fp32', 50, 4),
];
const latencies: Record<string, number> = { a: 2, c: 3 };
const ids = (filter: Partial<Filter>, sorting: Sorting) =>
  listed(builds, { model: 'm', precision: null, ...filter }, sorting, (id) => latencies[id] ?? null).map(
    ({ id }) => id,
  );

describe('the history', () => {
  it('lists the latest first to begin with, and turns round on the second click', () => {
    const latest = sortedBy({ key: 'bytes', descending: false }, 'createdAt');
    expect(ids({}, latest)).toEqual(['c', 'b', 'a']);
    expect(ids({}, sortedBy(latest, 'createdAt'))).toEqual(['a', 'b', 'c']);
  });
  it('lists the smallest first', () => {
    expect(ids({}, sortedBy({ key: 'createdAt', descending: true }, 'bytes'))).toEqual(['b', 'c', 'a']);
  });
  it('puts what was never measured last in both directions', () => {
    expect(ids({}, { key: 'latency', descending: false })).toEqual(['a', 'c', 'b']);
    expect(ids({}, { key: 'latency', descending: true })).toEqual(['c', 'a', 'b']);
  });
  it('keeps to a model and a precision, or to none', () => {
    expect(ids({ model: null }, { key: 'bytes', descending: false })).toEqual(['other', 'b', 'c', 'a']);
    expect(ids({ precision: 'int8' }, { key: 'bytes', descending: false })).toEqual(['b']);
  });
});
