// Numbers read off the bytes are those that the general parser gives, and nothing else is touched.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativeNumbers } from './nativeNumbers.ts';
import { liftNumbers as lift } from './numberArrays.ts';
import type { ReadNumbers } from './numbersRead.ts';
import { ownNumbers } from './ownNumbers.ts';

const readers: readonly (readonly [string, ReadNumbers | undefined])[] = [
  ['by itself', ownNumbers],
  ['by the addon', nativeNumbers()],
];

describe.each(readers)('liftNumbers %s', (_, read) => {
  // Where the addon is not built there is nothing to test.
  const it = read ? test : test.skip;
  const liftNumbers = (body: Buffer, singles = true) => lift(body, singles, read);
  /** Puts the arrays back where they were, flat. */
  const restored = (text: string): unknown => {
    const { json, arrays } = liftNumbers(Buffer.from(text));
    return JSON.parse(json, (key, value) =>
      key === 'data' && typeof value === 'number' ? [...(arrays[value] ?? [])] : value,
    );
  };

  it('gives every finite double as JSON writes it, bit for bit, nested or flat, with any spaces', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.constant(-0),
    );
    const space = fc.constantFrom(0, 1, 2);
    fc.assert(
      fc.property(
        fc.array(fc.array(number, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        space,
        (rows, indent) => {
          const text = JSON.stringify({ inputs: [{ name: 'x', data: rows }, { data: rows[0] }] }, undefined, indent);
          expect(restored(text)).toEqual({
            inputs: [
              { name: 'x', data: JSON.parse(JSON.stringify(rows.flat())) },
              { data: JSON.parse(JSON.stringify(rows[0])) },
            ],
          });
        },
      ),
    );
  });
  it('reads the ways of writing a number that JSON has', () => {
    const forms = [
      '0',
      '-0',
      '10',
      '1.50',
      '0.1',
      '1e5',
      '1E-7',
      '2.5e+3',
      '12345678901234567890',
      '0.30000000000000004',
      '1e400',
      '5e-324',
      '1.7976931348623157e308',
    ];
    const text = `{"data":[${forms.join(' ,\n')}]}`;
    expect(restored(text)).toEqual({ data: forms.map(Number) });
  });
  it('leaves to the general parser what holds anything else, and what is no JSON', () => {
    const untouched = [
      '{"data":["a",1]}',
      '{"data":[true,false]}',
      '{"data":[]}',
      '{"data":[[1],[]]}',
      '{"data":[1,null]}',
      '{"name":"data","x":[1,2]}',
      '{"a":"\\"data\\":[1,2]"}',
      '{"data":[01]}',
      '{"data":[1.]}',
      '{"data":[.5]}',
      '{"data":[+1]}',
      '{"data":[1,]}',
      '{"data":[,1]}',
      '{"data":[1 2]}',
      '{"data":[1e]}',
      '{"data":[1',
      '{"data":[[1][2]]}',
      '{"data"',
    ];
    for (const text of untouched) expect(liftNumbers(Buffer.from(text))).toEqual({ json: text, arrays: [] });
  });
  it('reads arrays of any length, one after the other', () => {
    const lengths = [3, 5000, 2, 70_000, 1, 300_000];
    const rows = lengths.map((length) => Array.from({ length }, (_, place) => place / 8));
    const { json, arrays } = liftNumbers(Buffer.from(JSON.stringify(rows.map((data) => ({ data })))));
    expect(json).toBe(JSON.stringify(rows.map((_, data) => ({ data }))));
    expect(arrays.map((array) => [...array])).toEqual(rows);
  });
  it('gives floats where the datatype before them is FP32, each the double rounded, and doubles where not asked for', () => {
    const numbers = [0.1, 16_777_217, 1e39, -1e-46, 3];
    const data = (count: number) => Array.from({ length: count }, (_, place) => numbers[place % 5]);
    const input = (datatype: string, count: number) => ({ datatype, shape: [count], data: data(count) });
    const inputs = [input('FP32', 7), input('FP64', 9), input('FP32', 3000), { data: data(2), datatype: 'FP32' }];
    const body = Buffer.from(JSON.stringify(inputs));
    const { arrays } = liftNumbers(body);
    expect(arrays.map((array) => array.constructor)).toEqual([Float32Array, Float64Array, Float32Array, Float32Array]);
    expect(arrays.map((array) => [...array])).toEqual([
      data(7).map((value) => Math.fround(value ?? 0)),
      data(9),
      data(3000).map((value) => Math.fround(value ?? 0)),
      data(2).map((value) => Math.fround(value ?? 0)),
    ]);
    const doubles = liftNumbers(body, false).arrays;
    expect(doubles.map((array) => [...array])).toEqual([data(7), data(9), data(3000), data(2)]);
  });
  it('leaves any other text as it is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { json, arrays } = liftNumbers(Buffer.from(text));
        if (arrays.length === 0) expect(json).toBe(text);
        else expect(JSON.parse(json)).toBeDefined();
      }),
    );
  });
});
