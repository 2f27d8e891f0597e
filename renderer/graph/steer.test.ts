import { describe, expect, it } from 'vitest';
import { steer } from './steer.ts';
import { aMap } from './testing/aMap.ts';

// 0 forks to 1, 2 and 3, which join in 4; 5 hangs on 4 beside nothing.
const map = aMap(6, [
  [0, 1],
  [0, 2],
  [0, 3],
  [1, 4],
  [2, 4],
  [3, 4],
  [4, 5],
]);
const [left = 1, mid = 2, right = 3] = [1, 2, 3].sort((a, b) => (map.scene.x[a] ?? 0) - (map.scene.x[b] ?? 0));

describe('steer', () => {
  it('follows the edges down and up', () => {
    expect(steer(map, 4, 'down', undefined)).toBe(5);
    expect(steer(map, 5, 'up', undefined)).toBe(4);
    expect(steer(map, 0, 'down', undefined)).toBe(mid);
    expect(steer(map, 0, 'up', undefined)).toBeUndefined();
  });

  it('goes back through a fork to where one came from', () => {
    expect(steer(map, 4, 'up', right)).toBe(right);
    expect(steer(map, 0, 'down', left)).toBe(left);
  });

  it('goes sideways to the nearest sibling, and not beyond the last', () => {
    expect(steer(map, left, 'right', undefined)).toBe(mid);
    expect(steer(map, mid, 'right', undefined)).toBe(right);
    expect(steer(map, right, 'left', undefined)).toBe(mid);
    expect(steer(map, right, 'right', undefined)).toBeUndefined();
    expect(steer(map, 5, 'left', undefined)).toBeUndefined();
  });
});
