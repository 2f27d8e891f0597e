import { describe, expect, it } from 'vitest';
import { arrowPath, edgePath } from './edgePath.ts';

const lines = (...points: number[]) => ({
  pointStarts: Int32Array.of(0, points.length / 2),
  points: Float32Array.from(points),
});

describe('edgePath', () => {
  it('runs straight down and bends upright between layers', () => {
    expect(edgePath(lines(10, 0, 10, 50), 0)).toBe('M10 0L10 50');
    expect(edgePath(lines(10, 0, 10, 20, 60, 60, 60, 90), 0)).toBe('M10 0L10 20C10 40 60 40 60 60L60 90');
  });

  it('puts the head where the edge ends, pointing along it', () => {
    expect(arrowPath(lines(10, 0, 10, 50), 0)).toBe('M6.5 43L10 50L13.5 43Z');
    expect(arrowPath(lines(10, 50, 10, 0), 0)).toBe('M6.5 7L10 0L13.5 7Z');
  });
});
