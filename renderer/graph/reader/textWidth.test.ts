import { describe, expect, it } from 'vitest';
import { fitted, textWidth } from './textWidth.ts';

describe('a text in a given width', () => {
  it('stays as it is where it fits', () => {
    expect(fitted('Conv + BN', 10, 200)).toBe('Conv + BN');
  });

  it('ends with an ellipsis where it does not, and is then no wider', () => {
    const text = fitted('Conv + BN + Add + activation', 10, 90);
    expect(text).toMatch(/^Conv.*…$/);
    expect(textWidth(text, 10)).toBeLessThanOrEqual(90);
  });

  it('is left out where nothing of it could be read', () => {
    expect(fitted('Conv + BN', 10, 18)).toBe('');
  });
});
