import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastElements, broadcastShapes } from './broadcast.ts';

describe('broadcastShapes', () => {
  it('aligns shapes at their last axes', () => {
    expect(
      broadcastShapes([
        [8, 1, 6, 1],
        [7, 1, 5],
      ]),
    ).toEqual([8, 7, 6, 5]);
    expect(broadcastShapes([[], [3]])).toEqual([3]);
    expect(broadcastShapes([[2, 3], undefined])).toBeUndefined();
  });

  it('keeps names, and takes the number where a name meets one', () => {
    expect(
      broadcastShapes([
        ['batch', 1, 'seq'],
        ['batch', 12, 1],
      ]),
    ).toEqual(['batch', 12, 'seq']);
    expect(
      broadcastShapes([
        ['batch', 'a'],
        [4, 'b'],
      ]),
    ).toEqual([4, undefined]);
    expect(broadcastShapes([[undefined], [1]])).toEqual([undefined]);
  });

  it('refuses sizes that differ', () => {
    expect(() => broadcastShapes([[2, 3], [4]])).toThrow('[2, 3] and [4] do not broadcast');
  });
});

describe('broadcastElements', () => {
  const tensor = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }).chain((dims) => {
    const count = dims.reduce((a, b) => a * b, 1);
    return fc.record({
      dims: fc.constant(dims),
      values: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: count, maxLength: count }),
    });
  });

  it('agrees with reading each element by its wrapped coordinates', () => {
    let compared = 0;
    fc.assert(
      fc.property(tensor, tensor, (a, b) => {
        const rank = Math.max(a.dims.length, b.dims.length);
        const pad = (dims: readonly number[]) => [...new Array<number>(rank - dims.length).fill(1), ...dims];
        const [left, right] = [pad(a.dims), pad(b.dims)];
        if (left.some((size, axis) => size !== right[axis] && size !== 1 && right[axis] !== 1)) {
          expect(() => broadcastShapes([a.dims, b.dims])).toThrow();
          return;
        }
        compared++;
        const dims = left.map((size, axis) => Math.max(size, right[axis] ?? 1));
        const at = (t: typeof a, shape: readonly number[], place: readonly number[]) =>
          t.values[place.reduce((flat, c, axis) => flat * (shape[axis] ?? 1) + (c % (shape[axis] ?? 1)), 0)] ?? 0;
        const expected: number[] = [];
        const walk = (place: number[]): void => {
          if (place.length === rank) expected.push(at(a, left, place) - at(b, right, place));
          else for (let c = 0; c < (dims[place.length] ?? 0); c++) walk([...place, c]);
        };
        walk([]);
        const found = broadcastElements([a, b], ([x, y]) => Number(x) - Number(y));
        expect(found).toEqual({ dims, values: expected });
      }),
    );
    expect(compared).toBeGreaterThan(20);
  });
});
