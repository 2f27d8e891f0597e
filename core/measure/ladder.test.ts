import { describe, expect, it } from 'vitest';
import { ladder, type Rung } from './ladder.ts';

const rung = (precision: Rung['precision'], sqnrDb: number | null, change: object = {}): Rung => ({
  precision,
  evaluation: { sqnrDb, cosine: sqnrDb === null ? 1 : 0.99, top1Agreement: null, samples: 32, ...change },
});

describe('the ladder from FP32 to INT8 against ONNX Runtime', () => {
  it('tells what each precision keeps, in the ladder’s order, and the step that costs most', () => {
    expect(ladder([rung('int8', 22.3), rung('fp32', 71), rung('fp16', 62.5, { top1Agreement: 0.9687 })])).toEqual([
      'Held against ONNX Runtime in FP32 on the same 32 samples: FP32 keeps 71.0 dB, FP16 keeps 62.5 dB and 96.9 % of its first choices, INT8 keeps 22.3 dB.',
      'Most is lost from FP16 to INT8 (40.2 dB of SQNR).',
    ]);
  });

  it('says nothing of steps that lose less than a bit', () => {
    expect(ladder([rung('fp32', 71), rung('fp16', 66)])).toHaveLength(1);
    expect(ladder([rung('fp32', null), rung('fp16', 40)])[0]).toMatch(/FP32 is bit-identical, FP16 keeps 40\.0 dB/);
  });

  it('does not blame a precision where FP32 itself departs', () => {
    expect(ladder([rung('fp32', 12), rung('int8', 11)]).join(' ')).toMatch(/FP32 itself departs from ONNX Runtime/);
    expect(ladder([rung('int8', 11)]).join(' ')).not.toMatch(/itself departs/);
    expect(ladder([])).toEqual([]);
  });
});
