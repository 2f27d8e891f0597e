import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json, recipeHashInput } from './canonical.ts';

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

/** The same value with the keys of every object in the opposite order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reversed(field as Json)]),
  );
}

describe('canonicalJson', () => {
  it('reads back as the value that was written', () => {
    // JSON.stringify writes -0 as 0, so the value to compare with goes through it as well.
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which fields were set', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('sorts keys, leaves out undefined fields and writes no spaces', () => {
    expect(canonicalJson({ b: [1, null], a: { d: 'x', c: undefined } })).toBe('{"a":{"d":"x"},"b":[1,null]}');
  });

  it('refuses numbers that JSON cannot hold', () => {
    expect(() => canonicalJson([Number.NaN])).toThrow(RangeError);
    expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow(RangeError);
  });
});

describe('recipeHashInput', () => {
  const identity = { modelHash: 'aa', recipe: { precision: 'int8', keepIo: true }, target: 'onnxruntime' };

  it('is the same for the same recipe written in another order', () => {
    expect(
      recipeHashInput({ target: 'onnxruntime', recipe: { keepIo: true, precision: 'int8' }, modelHash: 'aa' }),
    ).toBe(recipeHashInput(identity));
  });

  it('differs where the ranges, the recipe, the model or the target differ', () => {
    const texts = [
      identity,
      { ...identity, rangesHash: 'bb' },
      { ...identity, modelHash: 'ab' },
      { ...identity, target: 'tensorrt@10.6' },
      { ...identity, recipe: { precision: 'int8', keepIo: false } },
    ].map(recipeHashInput);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
