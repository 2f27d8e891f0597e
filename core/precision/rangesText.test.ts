import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffRanges } from './diffRanges.ts';
import { type Ranges, serializeRanges } from './ranges.ts';
import { cacheHead, cacheOfRanges, readRangesText } from './rangesText.ts';

const sample: Ranges = {
  version: 1,
  modelHash: 'ab',
  method: 'mse',
  samples: 64,
  preprocessingHash: 'cd',
  tensors: { 'a: b': { min: -1, max: 254, threshold: 127 }, c: { min: -2, max: 1, low: -1.5, high: 1 } },
};

describe('ranges from a file', () => {
  it('are read from either form', () => {
    expect(readRangesText(serializeRanges(sample)).method).toBe('mse');
    const cache = readRangesText('TRT-8601-MinMaxCalibration\na: b: 3f800000\n');
    expect(cache.method).toBe('MinMaxCalibration');
    expect(cache.tensors['a: b']).toEqual({ min: -127, max: 127, threshold: 127 });
  });

  it('become a cache that keeps the bound on |x| of every tensor', () => {
    expect(cacheOfRanges(sample, cacheHead)).toBe(
      `TRT-100600-EntropyCalibration2\na: b: 3f800000\nc: ${hexOf(1.5 / 127)}\n`,
    );
    const bound = fc.float({ min: Math.fround(1e-30), max: Math.fround(1e30), noNaN: true });
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((name) => !/[\r\n]/.test(name)),
          bound,
        ),
        (bounds) => {
          const tensors = Object.fromEntries(
            Object.entries(bounds).map(([name, amax]) => [name, { min: -amax, max: amax, threshold: amax }]),
          );
          const back = readRangesText(cacheOfRanges({ tensors }, cacheHead));
          for (const { ratio } of diffRanges(tensors, back.tensors))
            expect(Math.abs((ratio ?? 0) - 1)).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it('say what is wrong with a file that is neither', () => {
    expect(() => readRangesText('TRT-8601-Entropy\nx: zz\n')).toThrow(/no calibration cache: line 2/);
    expect(() => readRangesText('x 1.5\n')).toThrow(/not a ranges file/);
  });
});

describe('the difference of two sets of ranges', () => {
  it('puts what differs most first and what only one has last', () => {
    const range = (amax: number) => ({ min: -amax, max: amax });
    const rows = diffRanges(
      { same: range(1), wider: range(1), gone: range(3), narrower: range(10), zero: range(0) },
      { same: range(1), wider: range(2), fresh: range(4), narrower: range(1), zero: range(0) },
    );
    expect(rows.map(({ tensor }) => tensor)).toEqual(['narrower', 'wider', 'same', 'zero', 'fresh', 'gone']);
    expect(rows[0]).toEqual({ tensor: 'narrower', before: 10, after: 1, ratio: 0.1 });
    expect(rows[5]).toMatchObject({ before: 3, after: undefined, ratio: undefined });
  });
});

function hexOf(value: number): string {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getUint32(0).toString(16);
}
