import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waysBetween } from './between.ts';

const arrows = (count: number, ...pairs: readonly (readonly [number, number])[]) => ({
  count,
  from: Int32Array.from(pairs, ([from]) => from),
  to: Int32Array.from(pairs, ([, to]) => to),
});

describe('waysBetween', () => {
  it('finds the nodes and edges on all ways, the shortest of them, and how many there are', () => {
    const found = waysBetween(arrows(6, [0, 1], [1, 2], [2, 3], [0, 3], [0, 4], [3, 5]), 0, 3);
    expect(found).toEqual({ nodes: [0, 1, 2, 3], edges: [0, 1, 2, 3], shortest: [0, 3], ways: 2n });
  });

  it('takes parallel edges for one way and says where there is none', () => {
    const twice = arrows(3, [0, 1], [0, 1], [2, 1]);
    expect(waysBetween(twice, 0, 1)).toMatchObject({ ways: 1n, edges: [0, 1] });
    expect(waysBetween(twice, 1, 0)).toBeUndefined();
    expect(waysBetween(twice, 0, 2)).toBeUndefined();
  });

  it('does not count ways that a cycle makes endless', () => {
    expect(waysBetween(arrows(3, [0, 1], [1, 0], [1, 2]), 0, 2)).toMatchObject({
      shortest: [0, 1, 2],
      ways: undefined,
    });
  });

  it('counts more ways than a number can hold', () => {
    const pairs = Array.from({ length: 70 }, (_, step): (readonly [number, number])[] => [
      [3 * step, 3 * step + 1],
      [3 * step, 3 * step + 2],
      [3 * step + 1, 3 * step + 3],
      [3 * step + 2, 3 * step + 3],
    ]).flat();
    expect(waysBetween(arrows(211, ...pairs), 0, 210)?.ways).toBe(2n ** 70n);
  });

  it('counts the ways of any small graph as walking them all does', () => {
    const edge = fc.tuple(fc.nat(7), fc.nat(7)).filter(([a, b]) => a < b);
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 20 }), (pairs) => {
        const next = (node: number) => [...new Set(pairs.filter(([a]) => a === node).map(([, b]) => b))];
        const walks = (node: number): number[][] =>
          node === 7 ? [[7]] : next(node).flatMap((other) => walks(other).map((walk) => [node, ...walk]));
        const all = walks(0);
        const found = waysBetween(arrows(8, ...pairs), 0, 7);
        expect(found?.ways ?? 0n).toBe(BigInt(all.length));
        expect(found?.nodes ?? []).toEqual([...new Set(all.flat())].sort((a, b) => a - b));
        if (found) expect(found.shortest.length).toBe(Math.min(...all.map(({ length }) => length)));
      }),
    );
  });
});
