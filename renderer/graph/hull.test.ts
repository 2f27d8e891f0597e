import { describe, expect, it } from 'vitest';
import { hullOf, hullPadding } from './hull.ts';
import { aMap } from './testing/aMap.ts';

describe('hullOf', () => {
  const map = aMap(5, [
    [0, 1],
    [1, 2],
    [0, 3],
    [3, 2],
    [2, 4],
  ]);
  const { x, y } = map.scene;

  it('is one padded box around a group that nothing else stands in', () => {
    const { boxes, links } = hullOf(map, [2, 4]);
    expect(links).toEqual([]);
    expect(boxes).toEqual([
      {
        x: Math.min(x[2] ?? 0, x[4] ?? 0) - hullPadding,
        y: (y[2] ?? 0) - hullPadding,
        width: Math.abs((x[2] ?? 0) - (x[4] ?? 0)) + 120 + 2 * hullPadding,
        height: (y[4] ?? 0) + 40 - (y[2] ?? 0) + 2 * hullPadding,
      },
    ]);
  });

  it('leaves out a card that stands between, and follows the edges instead', () => {
    const { boxes, links } = hullOf(map, [0, 1, 2]);
    expect(boxes).toHaveLength(3);
    expect(links).toHaveLength(2);
    const other = { left: x[3] ?? 0, top: y[3] ?? 0 };
    for (const box of boxes) {
      const beside = box.x + box.width <= other.left || box.x >= other.left + 120;
      const above = box.y + box.height <= other.top || box.y >= other.top + 40;
      expect(beside || above).toBe(true);
    }
  });
});
