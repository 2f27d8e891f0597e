// Held values are told once each, in order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdValues } from './heldValues.ts';

describe('held values', () => {
  it('are all told once and in order by the time that they are asked for, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 5 }), (counts) => {
        const told: number[] = [];
        const held = holdValues((values) => told.push(...values));
        let next = 0;
        for (const count of counts) {
          for (let place = 0; place < count; place += 1) held.add(next++);
          held.tell();
          expect(told).toEqual(Array.from({ length: next }, (_, value) => value));
        }
      }),
    );
  });
});
