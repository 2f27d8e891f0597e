import { describe, expect, it } from 'vitest';
import { aBuild, aMeasurement, anEvaluation } from '#core/testing/aComparison.ts';
import { choose, lossOf, type Wish } from './choose.ts';
import { compareReport } from './compareReport.ts';

const base = { top1Agreement: 1, accuracy: 0.95, sqnrDb: null, cosine: 1, maxAbsError: 0 };
const report = (int8Ms: number, int8Accuracy: number | null = 0.92) =>
  compareReport({
    id: 'c',
    model: 'm',
    modelName: 'net.onnx',
    target: 'onnxruntime',
    createdAt: 0,
    builds: [aBuild('fp32', { bytes: 1000 }), aBuild('fp16', { bytes: 500 }), aBuild('int8', { bytes: 250 })],
    measurements: [aMeasurement('fp32', 2), aMeasurement('fp16', 1.5), aMeasurement('int8', int8Ms)],
    evaluations: [
      anEvaluation('fp32', base),
      anEvaluation('fp16', { accuracy: 0.955, sqnrDb: 60 }),
      anEvaluation('int8', {
        accuracy: int8Accuracy,
        sqnrDb: 20,
        top1Agreement: 0.9,
        top1Interval: { low: 0.8, high: 0.95 },
      }),
    ],
  });
const chosen = (wish: Wish, of = report(1)) => {
  const choice = choose(of, wish);
  return choice.kind === 'chosen' ? choice.build.precision : choice.reason;
};

describe('choose', () => {
  it('takes the fastest that loses no more than allowed', () => {
    expect(chosen({ kind: 'fastest', maxLoss: 0.05 })).toBe('int8');
    expect(chosen({ kind: 'fastest', maxLoss: 0.01 })).toBe('fp16');
    expect(chosen({ kind: 'smallest', maxLoss: 0.01 })).toBe('fp16');
    expect(chosen({ kind: 'exact' })).toBe('fp32');
  });

  it('takes the more exact of two that are equally fast', () => {
    expect(chosen({ kind: 'fastest', maxLoss: 1 }, report(1.5))).toBe('fp16');
  });

  it('goes by agreement with FP32 where there are no labels, and takes none where nothing is known', () => {
    const unlabelled = report(1, null);
    expect(chosen({ kind: 'fastest', maxLoss: 0.11 }, unlabelled)).toBe('int8');
    expect(chosen({ kind: 'fastest', maxLoss: 0.09 }, unlabelled)).toBe('fp16');
    const unknown = {
      ...unlabelled,
      builds: unlabelled.builds.map((one) => ({ ...one, accuracy: null, top1Agreement: null })),
    };
    expect(chosen({ kind: 'fastest', maxLoss: 1 }, unknown)).toMatch(/What the builds lose is not known/);
  });

  it('goes by boxes for a detector, and says so', () => {
    const boxes = (lost: number) => ({ boxesLost: lost, accuracy: null, top1Agreement: null });
    const unlabelled = report(1, null);
    const detector = {
      ...unlabelled,
      builds: unlabelled.builds.map((one) => ({ ...one, ...boxes(one.precision === 'int8' ? 0.04 : 0) })),
    };
    expect(chosen({ kind: 'fastest', maxLoss: 0.05 }, detector)).toBe('int8');
    expect(choose(detector, { kind: 'fastest', maxLoss: 0.01 }).reason).toBe(
      'FP16 is the fastest with at most 1 % of boxes lost.',
    );
  });

  it('takes none that broke its bounds, however fast', () => {
    const all = report(1);
    const broken = { gate: {}, passed: false, reasons: ['It is too coarse.'] };
    const builds = all.builds.map((one) => (one.precision === 'int8' ? { ...one, gate: broken } : one));
    expect(chosen({ kind: 'fastest', maxLoss: 1 }, all)).toBe('int8');
    expect(chosen({ kind: 'fastest', maxLoss: 1 }, { ...all, builds })).toBe('fp16');
  });

  it('takes the agreement of pixels and anchors for no answers', () => {
    const rows = { accuracy: null, top1Agreement: 0.999, top1Interval: null };
    const unlabelled = report(1, null);
    const map = { ...unlabelled, builds: unlabelled.builds.map((one) => ({ ...one, ...rows })) };
    expect(choose(map, { kind: 'fastest', maxLoss: 0.01 })).toMatchObject({ kind: 'none' });
  });

  it('has nothing to take from an empty report', () => {
    expect(chosen({ kind: 'exact' }, { ...report(1), builds: [] })).toMatch(/Nothing was measured/);
  });
});

describe('lossOf', () => {
  it('takes a gain for no loss', () => {
    const [fp32, fp16] = report(1).builds;
    expect(fp32 && fp16 && lossOf(fp16, fp32)).toBe(0);
  });
});
