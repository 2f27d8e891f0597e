import { describe, expect, it } from 'vitest';
import type { ComparedBuild, CompareReport } from '#core/contract/comparison.ts';
import { isWithin, ordered } from './order.ts';
import { rowsOf } from './rows.ts';

const build = (
  precision: ComparedBuild['precision'],
  change: Partial<ComparedBuild> & { median: number },
): ComparedBuild => ({
  id: precision,
  precision,
  path: '',
  bytes: 0,
  buildMs: 0,
  peakMemoryBytes: 0,
  latencyMs: { median: change.median, p90: 0, p95: 0, p99: 0 },
  throughput: 0,
  firstInferenceMs: 0,
  cosine: null,
  sqnrDb: null,
  maxAbsError: null,
  top1Agreement: null,
  accuracy: null,
  top1Interval: null,
  accuracyInterval: null,
  accuracyChange: null,
  ...change,
});
const report = (builds: ComparedBuild[]): CompareReport => ({
  id: 'c',
  model: 'm',
  modelName: 'm.onnx',
  target: 'onnxruntime',
  createdAt: 0,
  builds,
  speedups: [
    { of: 'int8', over: 'fp32', ratio: 2, low: 1.9, high: 2.1 },
    { of: 'int8', over: 'fp16', ratio: 3, low: 2.9, high: 3.1 },
  ],
  measurements: [],
  evaluations: [],
  findings: [],
});
const rows = rowsOf(
  report([
    build('fp32', { median: 2, bytes: 400, cosine: 1, accuracy: 0.97, top1Agreement: 1 }),
    build('fp16', { median: 3, bytes: 200, cosine: 0.9999, sqnrDb: 60, accuracy: 0.97, top1Agreement: 1 }),
    build('int8', { median: 1, bytes: 100, cosine: 0.999, sqnrDb: 27, accuracy: 0.95, top1Agreement: 0.98 }),
  ]),
);
const names = (wish: Parameters<typeof ordered>[1], maxLoss = 0.01) =>
  ordered(rows, wish, maxLoss).map((row) => row.build.precision);

describe('the lines of a comparison', () => {
  it('carry the speed-up over the reference, not over another', () => {
    expect(rows.map(({ speedup }) => speedup?.ratio ?? null)).toEqual([null, null, 2]);
  });
  it('come in the order of the wish', () => {
    expect(names('built')).toEqual(['fp32', 'fp16', 'int8']);
    expect(names('fastest')).toEqual(['int8', 'fp32', 'fp16']);
    expect(names('smallest')).toEqual(['int8', 'fp16', 'fp32']);
    expect(names('exact')).toEqual(['fp32', 'fp16', 'int8']);
  });
  it('put what loses too much after what does not', () => {
    expect(names('within', 0.01)).toEqual(['fp32', 'fp16', 'int8']);
    expect(names('within', 0.021)).toEqual(['int8', 'fp32', 'fp16']);
  });
  it('are within a loss only where the loss is known', () => {
    const [fp32, , int8] = rows;
    if (!fp32 || !int8) throw new Error('three lines were made');
    expect(isWithin(fp32, rows, 0)).toBe(true);
    const unknown = { ...int8, build: { ...int8.build, accuracy: null, top1Agreement: null } };
    expect(isWithin(unknown, rows, 1)).toBe(false);
  });
});
