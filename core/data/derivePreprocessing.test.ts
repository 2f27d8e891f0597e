import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivePreprocessing } from './derivePreprocessing.ts';

describe('preprocessing that nobody stated', () => {
  it('is read off the input in both layouts', () => {
    expect(derivePreprocessing({ type: 'float32', shape: [1, 3, 240, 320] })).toEqual({
      kind: 'derived',
      preprocessing: {
        kind: 'image',
        resize: { width: 320, height: 240, fit: 'fill' },
        channels: 'rgb',
        layout: 'nchw',
        scale: 1 / 255,
        mean: [0, 0, 0],
        std: [1, 1, 1],
      },
    });
    expect(derivePreprocessing({ type: 'uint8', shape: ['batch', 28, 28, 1] })).toMatchObject({
      preprocessing: { resize: { width: 28, height: 28 }, channels: 'gray', layout: 'nhwc', scale: 1, mean: [0] },
    });
  });

  it('is the same with and without a batch', () => {
    const size = fc.integer({ min: 4, max: 2000 });
    fc.assert(
      fc.property(fc.constantFrom(1, 3), size, size, fc.boolean(), (channels, height, width, planar) => {
        const image = planar ? [channels, height, width] : [height, width, channels];
        const alone = derivePreprocessing({ type: 'float32', shape: image });
        expect(alone).toMatchObject({ kind: 'derived', preprocessing: { resize: { width, height } } });
        expect(derivePreprocessing({ type: 'float32', shape: ['n', ...image] })).toEqual(alone);
      }),
    );
  });

  it('is not guessed where the input is no image of known size', () => {
    const why = (shape: readonly (number | string | null)[] | null) => {
      const derived = derivePreprocessing({ type: 'float32', shape });
      return derived.kind === 'none' ? derived.why : derived;
    };
    expect(why([1, 3, 'height', 'width'])).toBe('leaves the size open');
    expect(why([1, 3, null, null])).toBe('leaves the size open');
    for (const shape of [[1, 128], [1, 4, 32, 32], [1, 3, 8, 32, 32], [], null]) {
      expect(why(shape)).toContain('not that of an image');
    }
  });
});
