import { describe, expect, it } from 'vitest';
import { formatShapes, parseShapes } from './parseShapes.ts';

describe('shapes in trtexec’s words', () => {
  it('are read with colons in names, and written as they were read', () => {
    const text = 'x:0:1x3,y:2;x:0:4x3';
    expect(parseShapes(text)).toEqual([{ 'x:0': [1, 3], y: [2] }, { 'x:0': [4, 3] }]);
    expect(formatShapes(parseShapes(text) ?? [])).toBe(text);
  });
  it.each(['', 'x', 'x:', 'x:1,', 'x:1x', 'x:1;;y:2', 'x:-1'])('are not read from “%s”', (text) => {
    expect(parseShapes(text)).toBeNull();
  });
});
