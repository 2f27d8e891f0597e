import { describe, expect, it } from 'vitest';
import { pngScale } from './graphPng.ts';

describe('the scale of a PNG', () => {
  it('is twice the size on screen for a small graph', () => {
    expect(pngScale(400, 900)).toBe(2);
  });

  it('shrinks a long graph until its side can be drawn', () => {
    expect(pngScale(300, 40_000) * 40_000).toBeCloseTo(16_384, 6);
  });

  it('shrinks a large graph until its pixels can be drawn', () => {
    const scale = pngScale(12_000, 15_000);
    expect(12_000 * scale * 15_000 * scale).toBeLessThanOrEqual(64e6 * 1.000001);
  });
});
