import { describe, expect, it } from 'vitest';
import type { LayoutInput } from './geometry.ts';
import { layoutGraph } from './layout.ts';

function input(count: number, edges: Iterable<readonly [number, number]>): LayoutInput {
  const list = [...edges];
  return {
    widths: new Float32Array(count).fill(100),
    heights: new Float32Array(count).fill(40),
    from: Int32Array.from(list, ([from]) => from),
    to: Int32Array.from(list, ([, to]) => to),
  };
}

const chain = (count: number) => Array.from({ length: count - 1 }, (_, node) => [node, node + 1] as const);

describe('layoutGraph of graphs that nobody draws by hand', () => {
  it('places a node with 5,000 inputs below all of them', () => {
    const count = 5_001;
    const edges = Array.from({ length: count - 1 }, (_, node) => [node, count - 1] as const);
    const { x, y, ranks } = layoutGraph(input(count, edges));
    expect(ranks[count - 1]).toBe(1);
    const inRow = [...x.slice(0, count - 1)].sort((a, b) => a - b);
    inRow.slice(1).forEach((left, index) => {
      expect(left - (inRow[index] ?? 0)).toBeGreaterThanOrEqual(100);
    });
    expect(y[count - 1]).toBeGreaterThan(40);
  });

  it('places a chain of 100,000 nodes without a stack that overflows', () => {
    const { ranks, width, height } = layoutGraph(input(100_000, chain(100_000)));
    expect(ranks[99_999]).toBe(99_999);
    expect(width).toBeLessThan(200);
    expect(height).toBeGreaterThan(99_999 * 40);
  });

  it('places isolated nodes beside each other', () => {
    const { x, y } = layoutGraph(input(300, []));
    expect(new Set(y).size).toBe(1);
    expect(new Set(x).size).toBe(300);
  });

  it('turns around one edge of a long cycle', () => {
    const count = 20_000;
    const { ranks } = layoutGraph(input(count, [...chain(count), [count - 1, 0]]));
    expect(ranks[count - 1]).toBe(count - 1);
  });

  it('places nodes that all read one another', () => {
    const edges = Array.from({ length: 60 }, (_, from) =>
      Array.from({ length: 60 }, (_, to) => [from, to] as const),
    ).flat();
    const { x, y, ranks } = layoutGraph(input(60, edges));
    expect(new Set(ranks).size).toBe(60);
    for (const place of [...x, ...y]) expect(Number.isFinite(place)).toBe(true);
  });

  it('takes boxes without a size and boxes larger than a screen', () => {
    const graph = input(3, chain(3));
    graph.widths.set([0, 5_000, 0]);
    graph.heights.set([0, 3_000, 0]);
    const { x, y } = layoutGraph(graph);
    expect(y[2]).toBeGreaterThan(3_000);
    expect((x[0] ?? 0) - (x[1] ?? 0)).toBeCloseTo(2_500, 0);
  });
});
