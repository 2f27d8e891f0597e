import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { ValueType } from '#electron/worker/value.ts';
import { randomInputs } from './random.ts';
import { seeded } from './seeded.ts';
import { vocabularies } from './vocabulary.ts';

const port = (type: ValueType, shape: Port['shape'] = ['batch', 1000], name = 'x'): Port => ({ name, type, shape });

describe('randomInputs', () => {
  it('is the same every time, and another for another sample or input', () => {
    const draw = (sample: number, name = 'x') =>
      randomInputs([port('float32', [4], name)], { profiles: {}, sample })[name]?.data;
    expect(draw(0)).toEqual(draw(0));
    expect(draw(1)).not.toEqual(draw(0));
    expect(draw(0, 'z')).not.toEqual(draw(0));
  });

  it('draws floats from the standard normal distribution', () => {
    const data = randomInputs([port('float32', [100_000])], { profiles: {} }).x?.data as Float32Array;
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
    const within = data.filter((value) => Math.abs(value) < 1).length / data.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.006);
  });

  it('takes profiles for dynamic dimensions and 1 without', () => {
    const shape = ['batch', 3, 'height'];
    const dims = (profiles: object) => randomInputs([port('float32', shape)], { profiles: profiles as never }).x?.dims;
    expect(dims({})).toEqual([1, 3, 1]);
    expect(dims({ x: { min: [1, 3, 8], opt: [2, 3, 16], max: [4, 3, 32] } })).toEqual([2, 3, 16]);
    expect(() => dims({ x: { min: [1, 4, 8], opt: [2, 4, 16], max: [4, 4, 32] } })).toThrow(
      /The profile of input 'x' is \[2, 4, 16\]/,
    );
    expect(() => dims({ x: { min: [1], opt: [2], max: [4] } })).toThrow(/profile/);
  });

  it('gives valid indices, masks of ones and true, and texts', () => {
    const vocabulary = new Map([['ids', 7]]);
    const ports = [
      port('int64', [500], 'ids'),
      port('int64', [9], 'attention_mask'),
      port('bool', [9], 'b'),
      port('int32', [99], 'n'),
      port('string', [2], 's'),
    ];
    const values = randomInputs(ports, { profiles: {}, vocabulary });
    const ids = values.ids?.data ?? [];
    expect([...new Set<unknown>(ids)].sort()).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n]);
    expect(values.attention_mask?.data).toEqual(new BigInt64Array(9).fill(1n));
    expect(values.b?.data).toEqual(new Uint8Array(9).fill(1));
    expect(Math.max(...Array.from<unknown, number>(values.n?.data ?? [], Number))).toBe(1);
    expect(values.s?.data).toHaveLength(2);
  });
});

describe('seeded', () => {
  it('spreads evenly over its range, for any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (text, count) => {
        const random = seeded(text);
        const hits = new Uint32Array(count);
        for (let draw = 0; draw < 200 * count; draw += 1)
          hits[random.below(count)] = (hits[random.below(count)] ?? 0) + 1;
        return hits.every((hit) => hit > 60) && hits.length === count;
      }),
      { numRuns: 30 },
    );
  });
});

describe('vocabularies', () => {
  it('finds the table that indices reach, through casts and reshapes, and takes the smallest', () => {
    const model = aModel({
      nodes: [
        'c = Cast(ids)',
        'a = Gather(words, c)',
        'b = Gather(small, ids)',
        'd = Add(position, position)',
        'e = Gather(words, kind)',
      ].map((line) => (line.includes('Cast') ? ([line, { to: 7 }] as const) : line)),
      inputs: { ids: 'int32[1,n]', position: 'int64[1]', kind: 'int64[n]' },
      outputs: { a: 'float32[1,n,4]' },
      initializers: { words: 'float32[30,4]', small: 'float32[9,4]' },
    });
    expect(vocabularies(model)).toEqual(
      new Map([
        ['ids', 9],
        ['kind', 30],
      ]),
    );
  });

  it('goes by the axis that is indexed', () => {
    const model = aModel({
      nodes: [['y = Gather(table, i)', { axis: 1 }]],
      inputs: { i: 'int64[2]' },
      outputs: { y: 'float32[3,2]' },
      initializers: { table: 'float32[3,5]' },
    });
    expect(vocabularies(model)).toEqual(new Map([['i', 5]]));
  });
});
