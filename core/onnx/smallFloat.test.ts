import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataType } from './dataType.ts';
import { encodeSmallFloat, smallFloatTable } from './smallFloat.ts';

function table(dataType: number): Float32Array {
  const values = smallFloatTable(dataType);
  if (values === undefined) {
    throw new Error(`no table for type ${dataType}`);
  }
  return values;
}

const types = [
  DataType.float8e4m3fn,
  DataType.float8e4m3fnuz,
  DataType.float8e5m2,
  DataType.float8e5m2fnuz,
  DataType.float6e2m3,
  DataType.float6e3m2,
  DataType.float4e2m1,
];

describe('floats of 8 bits and fewer', () => {
  it('have the largest and smallest values that their definitions give', () => {
    const limits = types.map((type) => {
      const finite = table(type).filter(Number.isFinite);
      return [Math.max(...finite), Math.min(...finite.filter((value) => value > 0))];
    });
    expect(limits).toEqual([
      [448, 2 ** -9],
      [240, 2 ** -10],
      [57344, 2 ** -16],
      [57344, 2 ** -17],
      [7.5, 0.125],
      [28, 0.0625],
      [6, 0.5],
    ]);
  });

  it('give every code back that they decode', () => {
    for (const type of types) {
      table(type).forEach((value, code) => {
        if (Number.isFinite(value)) {
          expect(encodeSmallFloat(type, value)).toBe(code);
        }
      });
    }
  });

  it('round to the nearest value and never further', () => {
    const value = fc.oneof(
      fc.double({ min: -500, max: 500, noNaN: true }),
      fc.double({ min: -0.01, max: 0.01, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), value, (type, number) => {
        const values = Array.from(table(type));
        const rounded = values[encodeSmallFloat(type, number)] as number;
        const nearest = Math.min(...values.filter(Number.isFinite).map((each) => Math.abs(each - number)));
        expect(Math.abs(rounded - number)).toBe(nearest);
      }),
    );
  });

  it('round ties to the even code', () => {
    expect(encodeSmallFloat(DataType.float4e2m1, 2.5)).toBe(4);
    expect(encodeSmallFloat(DataType.float4e2m1, 3.5)).toBe(6);
    expect(encodeSmallFloat(DataType.float8e4m3fn, 17)).toBe(encodeSmallFloat(DataType.float8e4m3fn, 16));
    expect(encodeSmallFloat(DataType.float8e4m3fn, 19)).toBe(encodeSmallFloat(DataType.float8e4m3fn, 20));
  });

  it('saturate, and turn NaN into NaN where there is one', () => {
    expect(encodeSmallFloat(DataType.float8e4m3fn, 1e9)).toBe(0x7e);
    expect(encodeSmallFloat(DataType.float8e5m2, Number.NEGATIVE_INFINITY)).toBe(0xfb);
    expect(table(DataType.float8e4m3fn)[encodeSmallFloat(DataType.float8e4m3fn, Number.NaN)]).toBeNaN();
    expect(encodeSmallFloat(DataType.float8e5m2fnuz, Number.NaN)).toBe(0x80);
    expect(encodeSmallFloat(DataType.float4e2m1, Number.NaN)).toBe(0);
    expect(encodeSmallFloat(DataType.float8e4m3fnuz, -0)).toBe(0);
    expect(encodeSmallFloat(DataType.float8e4m3fnuz, -1e-9)).toBe(0);
  });

  it('have a type that is powers of two alone, which rounds up', () => {
    const values = table(DataType.float8e8m0);
    expect([values[0], values[127], values[254]]).toEqual([2 ** -127, 1, 2 ** 127]);
    expect(values[255]).toBeNaN();
    expect(encodeSmallFloat(DataType.float8e8m0, 4)).toBe(129);
    expect(encodeSmallFloat(DataType.float8e8m0, 5)).toBe(130);
    expect(encodeSmallFloat(DataType.float8e8m0, 0)).toBe(0);
    expect(encodeSmallFloat(DataType.float8e8m0, Number.NaN)).toBe(255);
  });

  it('are refused where the type is none of them', () => {
    expect(() => encodeSmallFloat(DataType.float32, 1)).toThrow(RangeError);
  });
});
