import { describe, expect, it } from 'vitest';
import { rankNodes } from './rank.ts';

const edges = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 5],
  [0, 6],
  [6, 7],
  [7, 5],
] as const;
const from = Int32Array.from(edges, ([source]) => source);
const to = Int32Array.from(edges, ([, target]) => target);

describe('takeSlack', () => {
  it('moves the nodes of a short branch to the layers that are as high already', () => {
    const heights = Float32Array.from([30, 70, 30, 90, 70, 30, 90, 70]);
    expect([...rankNodes(heights, from, to)]).toEqual([0, 1, 2, 3, 4, 5, 3, 4]);
  });

  it('leaves a short branch where it is when nothing is won', () => {
    const heights = new Float32Array(8).fill(30);
    const ranks = rankNodes(heights, from, to);
    expect([...ranks.slice(0, 6)]).toEqual([0, 1, 2, 3, 4, 5]);
    expect((ranks[7] ?? 0) - (ranks[6] ?? 0)).toBe(1);
  });
});
