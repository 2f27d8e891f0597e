import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistograms } from '#electron/worker/native.ts';
import { plainExtremes } from './plainExtremes.ts';

describe('plainExtremes', () => {
  it('finds what the native histograms find, also where values are not finite, zeros of either sign, or absent', () => {
    const tensors = 3;
    const special = fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    const values = fc.array(fc.oneof(fc.float(), special), { maxLength: 40 });
    const batch = fc.uniqueArray(fc.tuple(fc.nat(tensors - 1), values), { selector: ([place]) => place });
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 3 }), (batches) => {
        const [plain, native] = [plainExtremes(tensors), createHistograms(tensors, 1, 0)];
        for (const one of batches) {
          const places = Uint32Array.from(one, ([place]) => place);
          const arrays = one.map(([, numbers]) => Float32Array.from(numbers));
          plain.submit(places, arrays);
          native.submit(places, arrays);
          expect(plain.wait()).toEqual(native.wait());
        }
      }),
    );
  });
});
