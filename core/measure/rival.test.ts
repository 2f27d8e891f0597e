import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rivalOf } from './rival.ts';

describe('what a build has to beat', () => {
  it('is the fastest of those before it, the first of equals', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 })), (medians) => {
        const before = medians.map((median, place) => ({ median, place }));
        const least = Math.min(...medians);
        expect(rivalOf(before, ({ median }) => median)?.place).toBe(
          medians.length === 0 ? undefined : medians.indexOf(least),
        );
      }),
    );
  });
});
