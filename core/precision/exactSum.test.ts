import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addExactly, emptySum, roundedSum } from './exactSum.ts';

const float = fc.float({ noNaN: true, noDefaultInfinity: true });
const mean = (values: readonly number[]) => roundedSum(values.reduce(addExactly, emptySum), values.length);

describe('the exact sum', () => {
  it('does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(float, { maxLength: 60 }), fc.nat(), (values, seed) => {
        const shuffled = values
          .map((value, at) => ({ value, key: Math.sin((at + 1) * (seed + 1)) }))
          .sort((a, b) => a.key - b.key)
          .map(({ value }) => value);
        expect(mean(shuffled) + 0).toBe(mean(values) + 0);
      }),
    );
  });

  it('keeps what plain addition loses', () => {
    expect(mean([2 ** 100, 1, -(2 ** 100), 3])).toBe(1);
    expect([2 ** 100, 1, -(2 ** 100), 3].reduce((a, b) => a + b)).not.toBe(4);
    expect(mean([])).toBe(0);
  });
});
