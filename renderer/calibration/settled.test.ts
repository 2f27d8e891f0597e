import { describe, expect, it } from 'vitest';
import { settledText } from './settled.ts';

const curve = (...growth: readonly number[]) =>
  growth.map((growthPercent, at) => ({ samples: (at + 1) * 10, growthPercent }));

describe('the end of growth', () => {
  it('is told where the curve goes below the limit before its last quarter', () => {
    expect(settledText(curve(40, 2, 1, 0))).toBe('at most 3 % from 20 samples on');
    expect(settledText(curve(40, 20, 10, 0))).toBe('moving to the end');
  });
});
