import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCertain, pairedChange } from './pairedChange.ts';

function change(right: number, lost: number, gained: number, wrong: number) {
  const counted = pairedChange();
  for (let index = 0; index < right; index += 1) counted.add(true, true);
  for (let index = 0; index < lost; index += 1) counted.add(true, false);
  for (let index = 0; index < gained; index += 1) counted.add(false, true);
  for (let index = 0; index < wrong; index += 1) counted.add(false, false);
  const result = counted.result();
  if (!result) throw new Error('nothing was counted');
  return result;
}

describe('the change of accuracy', () => {
  it('is null of nothing, and 0 with an interval around it where both are right on the same samples', () => {
    expect(pairedChange().result()).toBeNull();
    const same = change(30, 0, 0, 0);
    expect(same.difference).toBe(0);
    expect(same.low).toBeCloseTo(-0.1135, 4);
    expect(same.high).toBeCloseTo(0.1135, 4);
  });

  it('has the interval that Newcombe gives for 36, 12, 2 and 0 samples', () => {
    const { difference, low, high, gained, lost, samples } = change(36, 12, 2, 0);
    expect([difference, gained, lost, samples]).toEqual([-0.2, 2, 12, 50]);
    expect(low).toBeCloseTo(-0.3404, 4);
    expect(high).toBeCloseTo(-0.0569, 4);
  });

  it('is narrower where both engines are wrong on the same samples', () => {
    const { low, high } = change(36, 9, 0, 5);
    expect(low).toBeCloseTo(-0.301482, 6);
    expect(high).toBeCloseTo(-0.066083, 6);
  });

  it('is certain where many samples are lost and none gained, and not where both happen', () => {
    expect(isCertain(change(900, 30, 2, 68))).toBe(true);
    expect(isCertain(change(900, 16, 14, 70))).toBe(false);
  });

  it('holds its difference, mirrors when the engines change places, and stays between −1 and 1', () => {
    const some = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(some, some, some, some, (right, lost, gained, wrong) => {
        fc.pre(right + lost + gained + wrong > 0);
        const one = change(right, lost, gained, wrong);
        const other = change(right, gained, lost, wrong);
        expect(one.low).toBeLessThanOrEqual(one.difference);
        expect(one.high).toBeGreaterThanOrEqual(one.difference);
        expect(one.low).toBeGreaterThanOrEqual(-1);
        expect(one.high).toBeLessThanOrEqual(1);
        expect(other.low).toBeCloseTo(-one.high, 12);
        expect(other.high).toBeCloseTo(-one.low, 12);
      }),
    );
  });
});
