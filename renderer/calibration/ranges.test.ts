import { describe, expect, it } from 'vitest';
import { boundText, clippedText, matching, ratioText, ratioTo, scaleOf, significant } from './ranges.ts';

const range = (tensor: string, threshold: number, clipped: number) => ({ tensor, min: -1, max: 1, threshold, clipped });
const tensors = [range('/stem/Conv', 2, 0.001), range('/head/Gemm', 9, 0), range('/stem/Relu', 4, 0.01)];
const names = (typed: string, order: 'model' | 'clipped' | 'widest') =>
  matching(tensors, typed, order, null).map(({ tensor }) => tensor);

describe('calibration ranges', () => {
  it('are found by a part of the name, in the order wanted', () => {
    expect(names('STEM', 'model')).toEqual(['/stem/Conv', '/stem/Relu']);
    expect(names('', 'clipped')).toEqual(['/stem/Relu', '/stem/Conv', '/head/Gemm']);
    expect(names('', 'widest')).toEqual(['/head/Gemm', '/stem/Relu', '/stem/Conv']);
  });
  it('show four digits of small and large figures alike', () => {
    expect([0, 1.23456, -0.00123456, 1234567, 0.0000123].map(significant)).toEqual([
      '0',
      '1.235',
      '-0.001235',
      '1.23e+6',
      '1.23e-5',
    ]);
    expect(scaleOf({ threshold: 12.7 })).toBeCloseTo(0.1);
  });
  it('do not round what was clipped away', () => {
    expect([0, 0.00001, 0.0123].map(clippedText)).toEqual(['–', '< 0.01 %', '1.23 %']);
  });
  it('stand beside those of a file, the most different first', () => {
    const compared = {
      name: 'calibration.cache',
      bounds: new Map([
        ['/stem/Conv', 2],
        ['/head/Gemm', 3],
      ]),
    };
    const order = matching(tensors, '', 'different', compared).map(({ tensor }) => tensor);
    expect(order).toEqual(['/stem/Relu', '/head/Gemm', '/stem/Conv']);
    expect(tensors.map((one) => ratioText(ratioTo(compared, one)))).toEqual(['=', '×0.333', '–']);
    expect(boundText(compared, '/stem/Relu')).toBe('missing');
  });
});
