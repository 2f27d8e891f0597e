import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantizeWeights } from '#core/precision/weightScales.ts';
import { hasAddon } from '#electron/worker/native.ts';
import { nativeCodes } from './nativeCodes.ts';

const weight = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, min: -2, max: 2 }),
  // Halves of steps, which are rounded to even.
  fc.integer({ min: -300, max: 300 }).map((half) => half / 2),
);
const scale = fc.constantFrom(1, 0.5, Math.fround(0.1), Math.fround(1e-20), 2 ** -126, 1e20).map(Math.fround);

describe('codes of weights by the native library', () => {
  it.skipIf(!hasAddon())(
    `are those of the plain one, along any axis${hasAddon() ? '' : ' (skipped: the addon is not built)'}`,
    () => {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
          fc.nat(4),
          fc.infiniteStream(weight),
          fc.infiniteStream(scale),
          (dims, place, weights, scales) => {
            const axis = place < dims.length ? place : undefined;
            const count = dims.reduce((product, size) => product * size, 1);
            const values = Float32Array.from({ length: count }, () => weights.next().value ?? 0);
            const channels = axis === undefined ? 1 : (dims[axis] ?? 1);
            const found = { axis, scales: Float32Array.from({ length: channels }, () => scales.next().value ?? 1) };
            expect(nativeCodes()(values, dims, found)).toEqual(quantizeWeights(values, dims, found));
          },
        ),
      );
    },
  );
});
