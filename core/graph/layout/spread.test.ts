import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread } from './spread.ts';

describe('spread', () => {
  it('leaves places alone that are far enough apart', () => {
    expect(spread([-40, 0, 25], 50, 14)).toEqual([-40, 0, 25]);
  });

  it('parts places that want the same, evenly to both sides', () => {
    expect(spread([10, 10, 10], 50, 14)).toEqual([-4, 10, 24]);
  });

  it('keeps to the side, its order and its distances', () => {
    const wanted = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(wanted, fc.integer({ min: 0, max: 200 }), (places, half) => {
        const found = spread(
          places.toSorted((a, b) => a - b),
          half,
          14,
        );
        const least = places.length < 2 ? 0 : Math.min(14, (2 * half) / (places.length - 1));
        found.forEach((place, index) => {
          expect(Math.abs(place)).toBeLessThan(half + 1e-6);
          if (index > 0) expect(place - (found[index - 1] ?? 0)).toBeGreaterThan(least - 1e-6);
        });
      }),
    );
  });
});
