import { describe, expect, it } from 'vitest';
import { boxFormSchema } from '#core/contract/acceptance.ts';
import { anEvaluation } from '#core/testing/aComparison.ts';
import { judge } from './gate.ts';

const change = (difference: number) => ({ difference, low: -0.1, high: 0.1, gained: 0, lost: 0, samples: 100 });
const boxes = (meanIou: number | null) => ({
  form: boxFormSchema.parse({ boxes: 'boxes', scores: 'scores' }),
  guessed: true,
  boxes: 10,
  lost: 1,
  extra: 0,
  meanIou,
  lowestIou: 0.7,
});

describe('a gate', () => {
  it('asks for nothing where no bound is set', () => {
    expect(judge(anEvaluation('int8'), {})).toBeNull();
  });

  it('allows a loss of accuracy up to its bound, the bound included', () => {
    const lost = (difference: number) =>
      judge(anEvaluation('int8', { accuracyChange: change(difference) }), { maxTop1Loss: 0.5 });
    expect(lost(-0.005)?.passed).toBe(true);
    expect(lost(0.02)?.passed).toBe(true);
    expect(lost(-0.006)).toMatchObject({
      passed: false,
      reasons: ['It loses 0.60 points of top-1 accuracy, and at most 0.5 may be lost.'],
    });
  });

  it('takes disagreement for the most that an unlabelled classifier can have lost', () => {
    const interval = { low: 0.9, high: 1 };
    const unlabelled = (top1Agreement: number | null, top1Interval: typeof interval | null = interval) =>
      judge(anEvaluation('int8', { top1Agreement, top1Interval }), { maxTop1Loss: 1 });
    expect(unlabelled(0.99)?.passed).toBe(true);
    expect(unlabelled(0.98)?.reasons[0]).toMatch(/answers otherwise than FP32 on 2\.00 % of samples/);
    expect(unlabelled(0.999, null)?.reasons[0]).toMatch(/is not known/);
  });

  it('names every bound that is broken', () => {
    const verdict = judge(anEvaluation('int8', { sqnrDb: 12.34, cosine: 0.9, boxes: boxes(0.85) }), {
      minSqnrDb: 20,
      minCosine: 0.95,
      minIou: 0.9,
    });
    expect(verdict?.passed).toBe(false);
    expect(verdict?.reasons).toEqual([
      'Its SQNR is 12.3 dB, and at least 20 dB are asked for.',
      'Its cosine similarity is 0.900000, and at least 0.95 is asked for.',
      'FP32’s boxes overlap with its own by 0.850 on average (1 of 10 are lost), and at least 0.9 is asked for.',
    ]);
  });

  it('lets identical outputs pass, whose SQNR has no number', () => {
    const same = anEvaluation('fp16', { sqnrDb: null, cosine: null, maxAbsError: 0 });
    expect(judge(same, { minSqnrDb: 60, minCosine: 0.999 })?.passed).toBe(true);
    const broken = anEvaluation('fp16', { sqnrDb: null, cosine: null, maxAbsError: Number.MAX_VALUE });
    expect(judge(broken, { minSqnrDb: -1000 })?.passed).toBe(false);
  });

  it('is broken where it asks for boxes and there are none to tell by', () => {
    expect(judge(anEvaluation('int8'), { minIou: 0.9 })?.reasons[0]).toMatch(/not recognised as boxes/);
    expect(judge(anEvaluation('int8', { boxes: boxes(null) }), { minIou: 0.9 })?.reasons[0]).toMatch(/finds no box/);
  });
});
