import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loneSamples, loneTensors, nothingSeen, type Widest, widen } from './outliers.ts';

const over = (maxima: readonly (readonly [number, number])[]): Widest =>
  maxima.reduce((widest, [sample, maximum]) => widen(widest, sample, maximum), nothingSeen);

describe('the widest samples of a tensor', () => {
  it('are the same in whatever order the samples come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }), (maxima) => {
        const pairs = maxima.map((maximum, sample) => [sample, maximum] as const);
        const sorted = maxima.toSorted((a, b) => b - a);
        expect(over(pairs)).toEqual(over(pairs.toReversed()));
        expect(over(pairs).first).toEqual({ sample: maxima.indexOf(sorted[0] ?? 0), maximum: sorted[0] });
        expect(over(pairs).second).toBe(sorted[1] ?? 0);
      }),
    );
  });
});

describe('outlier samples', () => {
  const lone = { first: { sample: 3, maximum: 9 }, second: 2 };
  const calm = { first: { sample: 5, maximum: 2.1 }, second: 2 };

  it('are those that alone widen ranges, with the tensors that they widen', () => {
    const widest = new Map([
      ['a', lone],
      ['b', calm],
      ['c', { first: { sample: 3, maximum: 3 }, second: 2 }],
      ['d', { first: { sample: 1, maximum: 40 }, second: 2 }],
    ]);
    expect(loneSamples(widest, 64)).toEqual([
      { sample: 3, tensors: ['a', 'c'], factor: 4.5 },
      { sample: 1, tensors: ['d'], factor: 20 },
    ]);
  });

  it('are not looked for among a handful', () => {
    expect(loneSamples(new Map([['a', lone]]), 7)).toEqual([]);
  });
});

describe('outlier tensors', () => {
  it('are those whose largest values lie far beyond nearly all others', () => {
    const tensors = [
      { tensor: 'a', bulk: 1, maximum: 5 },
      { tensor: 'b', bulk: 1, maximum: 3.9 },
      { tensor: 'c', bulk: 0, maximum: 7 },
      { tensor: 'd', bulk: 2, maximum: 30 },
    ];
    expect(loneTensors(tensors)).toEqual([
      { tensor: 'd', factor: 15 },
      { tensor: 'a', factor: 5 },
    ]);
  });
});
