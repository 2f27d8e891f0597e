import { describe, expect, it } from 'vitest';
import { confusion } from './confusion.ts';

describe('a confusion matrix', () => {
  it('counts samples by label and choice', () => {
    const matrix = confusion();
    for (const [label, chosen] of [
      [0, 0],
      [0, 2],
      [2, 2],
      [2, 2],
    ] as const)
      matrix.add(label, chosen);
    expect(matrix.result()).toEqual({
      classes: [0, 2],
      counts: [
        [1, 1],
        [0, 2],
      ],
      outside: 0,
    });
  });
  it('keeps the classes that are confused most where there are too many to read', () => {
    const matrix = confusion();
    for (let label = 0; label < 100; label += 1) matrix.add(label, label);
    matrix.add(90, 95);
    const found = matrix.result();
    expect(found?.classes).toHaveLength(32);
    expect(found?.classes).toEqual(expect.arrayContaining([90, 95]));
    const inside = found?.counts.flat().reduce((sum, count) => sum + count, 0) ?? 0;
    expect(inside + (found?.outside ?? 0)).toBe(101);
  });
  it('is none where nothing was counted', () => {
    expect(confusion().result()).toBeNull();
  });
});
