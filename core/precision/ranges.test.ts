import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRanges, type Ranges, serializeRanges } from './ranges.ts';

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const range = fc
  .tuple(number, number, fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { nil: undefined }))
  .map(([a, b, threshold]) => ({
    min: Math.min(a, b),
    max: Math.max(a, b),
    ...(threshold === undefined ? {} : { threshold }),
  }));
const ranges: fc.Arbitrary<Ranges> = fc.record({
  version: fc.constant(1 as const),
  modelHash: fc.string(),
  method: fc.constantFrom('minmax', 'entropy', 'percentile'),
  samples: fc.nat(),
  preprocessingHash: fc.string(),
  tensors: fc.dictionary(fc.string({ unit: 'binary' }), range),
});
const sample: Ranges = {
  version: 1,
  modelHash: 'ab',
  method: 'entropy',
  samples: 96,
  preprocessingHash: 'cd',
  tensors: { b: { min: -1, max: 2, threshold: 1.5 }, a: { min: 0, max: 0.1 } },
};

describe('the ranges file', () => {
  it('reads back exactly what was written, to the last bit of every number', () => {
    fc.assert(
      fc.property(ranges, (value) => {
        const read = parseRanges(serializeRanges(value));
        expect({ ...read.tensors }).toEqual({ ...value.tensors });
        expect({ ...read, tensors: {} }).toEqual({ ...value, tensors: {} });
      }),
    );
  });

  it('is the same text whatever the order of the tensors', () => {
    const { a, b } = sample.tensors;
    if (!a || !b) throw new Error('the sample has a and b');
    expect(serializeRanges({ ...sample, tensors: { a, b } })).toBe(serializeRanges(sample));
  });

  it('writes one tensor a line, so that a difference between two files can be read', () => {
    expect(serializeRanges(sample).split('\n')).toEqual([
      '{"method":"entropy","modelHash":"ab","preprocessingHash":"cd","samples":96,"version":1,"tensors":{',
      '"a":{"max":0.1,"min":0},',
      '"b":{"max":2,"min":-1,"threshold":1.5}',
      '}}',
      '',
    ]);
  });

  it('names the tensor whose range is not finite or upside down', () => {
    const text = serializeRanges(sample);
    expect(() => parseRanges(text.replace('"max":0.1', '"max":-0.1'))).toThrow("'a' is upside down");
    expect(() => parseRanges(text.replace('"max":0.1', '"max":1e999'))).toThrow("'a' is not finite");
    expect(() => parseRanges(text.replace('"max":0.1', '"max":null'))).toThrow("'a' has no numbers");
    expect(() => serializeRanges({ ...sample, tensors: { a: { min: 0, max: Number.NaN } } })).toThrow(
      "'a' is not finite",
    );
  });

  it('refuses what is no ranges file and says what to do', () => {
    for (const text of ['', '[]', '{', '{"version":1}', 'null']) {
      expect(() => parseRanges(text)).toThrow(expect.objectContaining({ next: expect.stringContaining('Calibrate') }));
    }
    expect(() => parseRanges(serializeRanges(sample).replace('"version":1', '"version":2'))).toThrow('version 2');
  });
});
