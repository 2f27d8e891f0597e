import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinned } from './thinned.ts';

describe('thinned', () => {
  it('leaves what is few, and never more than asked for', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(100_000)), fc.integer({ min: 1, max: 200 }), (places, most) => {
        const left = thinned(places, most);
        expect(left.length).toBeLessThanOrEqual(Math.max(most, 0));
        if (places.length <= most) expect([...left]).toEqual(places);
        for (const place of left) expect(places).toContain(place);
      }),
    );
  });

  it('leaves a good part of many, and of more of them a part of that', () => {
    const many = Array.from({ length: 100_000 }, (_, place) => place);
    const left = thinned(many, 2_000);
    expect(left.length).toBeGreaterThan(1_000);
    const ofHalf = new Set(thinned(many.slice(0, 50_000), 2_000));
    for (const place of left) if (place < 50_000) expect(ofHalf).toContain(place);
  });
});
