import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import type { SearchPoint } from '#core/contract/search.ts';
import { searchFindings } from './findings.ts';
import { fastestHolding, markFront } from './front.ts';
import { keptCosts } from './keptCosts.ts';
import { fewestHolding, nextCount } from './nextCount.ts';
import { expectedSqnr, keepOrder, weighLayers } from './weighLayers.ts';

const layer = (node: string, sqnrDb: number | null, maxAbsError = 1) => ({
  node,
  opType: 'Conv',
  sqnrDb,
  cosine: null,
  maxAbsError,
  top1Change: null,
});
const point = (build: string, latencyMs: number | null, sqnrDb: number | null, holds = true): SearchPoint => ({
  build,
  precision: build === 'fp32' ? 'fp32' : 'int8',
  recipe: recipeSchema.parse({ precision: 'int8', layers: build === 'mixed' ? { a: 'fp32' } : {} }),
  kept: build === 'mixed' ? ['a'] : [],
  latencyMs,
  bytes: 1,
  sqnrDb,
  cosine: null,
  maxAbsError: sqnrDb === null ? 0 : 1,
  accuracy: null,
  top1Loss: null,
  meanIou: null,
  holds,
  reasons: [],
  onFront: false,
});

describe('the weight of layers', () => {
  it('shares the error out by the power that each adds', () => {
    const weighed = weighLayers([layer('a', 20), layer('b', 30), layer('c', null, 0)], {}, {});
    expect(weighed.map(({ noise }) => noise)).toEqual([expect.closeTo(10 / 11, 9), expect.closeTo(1 / 11, 9), 0]);
    expect(expectedSqnr(weighed, new Set())).toBeCloseTo(-10 * Math.log10(0.011), 9);
    expect(expectedSqnr(weighed, new Set(['a']))).toBeCloseTo(30, 9);
    expect(expectedSqnr(weighed, new Set(['a', 'b']))).toBe(Number.POSITIVE_INFINITY);
  });
  it('keeps first what errs most for a millisecond, and nothing for its speed alone', () => {
    const layers = [layer('cheap', 20), layer('dear', 19), layer('free', 60), layer('broken', null)];
    const fp32 = { cheap: 1, dear: 9, free: 1, broken: 2 };
    const int8 = { cheap: 0.9, dear: 1, free: 1.2, broken: 1 };
    expect(keepOrder(weighLayers(layers, fp32, int8))).toEqual(['broken', 'cheap', 'dear', 'free']);
    expect(keepOrder(weighLayers(layers, {}, {}))).toEqual(['broken', 'dear', 'cheap', 'free']);
  });
});

describe('what a kept layer costs', () => {
  it('is its time in INT8, and what the outputs would lose with it in INT8 too', () => {
    const layers = weighLayers([layer('a', 20), layer('b', 30), layer('c', 50)], { a: 2, b: 1 }, { a: 0.5, b: 1.5 });
    const kept = (...names: string[]) => keptCosts({ ...point('mixed', 1, 40), kept: names }, layers);
    expect(kept('b', 'a')).toMatchObject([
      { layer: { node: 'a' }, ms: 1.5, db: expect.closeTo(50 - expectedSqnr(layers, new Set(['b'])), 9) },
      { layer: { node: 'b' }, ms: -0.5, db: expect.closeTo(50 - expectedSqnr(layers, new Set(['a'])), 9) },
    ]);
    expect(kept('a', 'b', 'c').map(({ ms, db }) => [ms, db])).toEqual([
      [1.5, null],
      [-0.5, null],
      [null, null],
    ]);
  });
});

describe('the bisection', () => {
  it('finds the fewest layers with which a bound holds that more layers never break', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (a, b, guess) => {
        const [needed, total] = [Math.min(a, b), Math.max(a, b)];
        const tried = new Map<number, boolean>();
        for (let next = nextCount(tried, total, guess); next !== undefined; next = nextCount(tried, total, guess)) {
          expect(tried.has(next)).toBe(false);
          tried.set(next, next >= needed);
        }
        expect(fewestHolding(tried, total)).toBe(needed);
        expect(tried.size).toBeLessThanOrEqual(4 + Math.ceil(Math.log2(total + 1)));
      }),
    );
  });
  it('tries INT8 throughout first, and is content where it holds', () => {
    expect(nextCount(new Map(), 10, 4)).toBe(0);
    expect(nextCount(new Map([[0, true]]), 10, 4)).toBeUndefined();
  });
});

describe('the front', () => {
  it('holds the points that no other beats in both', () => {
    const points = [point('fp32', 4, null), point('mixed', 2, 40), point('worse', 3, 30), point('int8', 1, 20)];
    expect(
      markFront(points)
        .filter(({ onFront }) => onFront)
        .map(({ build }) => build),
    ).toEqual(['fp32', 'mixed', 'int8']);
    expect(markFront([point('unmeasured', null, 50)])[0]?.onFront).toBe(false);
  });
  it('gives the fastest that holds, and the more exact of two that are alike', () => {
    const points = [point('fp32', 4, null), point('mixed', 2, 40), point('int8', 1, 20, false)];
    expect(fastestHolding(points)?.build).toBe('mixed');
    expect(fastestHolding([...points, point('near', 1.99, 30)])?.build).toBe('mixed');
    expect(fastestHolding([point('int8', 1, 20, false)])).toBeUndefined();
  });
});

describe('the findings of a search', () => {
  it('name the choice, its speed and what each kept layer costs', () => {
    const layers = weighLayers([layer('a', 20), layer('b', 40)], { a: 1, b: 2 }, { a: 0.5, b: 1 });
    const points = [point('fp32', 4, null), point('mixed', 2, 40)];
    expect(searchFindings({ points, layers, chosen: points[1], complete: false })).toEqual([
      'INT8 with 1 of 2 layers in FP32 is the fastest recipe that holds the bound. It takes 2.00 ms, 2.00 times as fast as FP32.',
      "Keeping 'a' out of INT8 costs 0.500 ms and takes away 99.0 % of the error, about 20.0 dB.",
      'Time ran out before all was tried: the same search goes on from here.',
    ]);
    const [plain] = searchFindings({ points, layers: [], chosen: points[0], complete: true });
    expect(plain).toBe('FP32 is the fastest recipe that holds the bound. It takes 4.00 ms.');
    expect(
      searchFindings({ points: [point('int8', 1, 20, false)], layers: [], chosen: undefined, complete: true }),
    ).toEqual(['Nothing that was measured holds the bound.']);
    expect(searchFindings({ points: [], layers: [], chosen: undefined, complete: true })).toEqual([
      'No recipe has been measured yet.',
    ]);
  });
});
