import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutGraph } from './layout/layout.ts';
import { indexWindow, type Rectangle } from './window.ts';

function chainOf(count: number, extra: readonly (readonly [number, number])[] = []) {
  const edges = [...Array.from({ length: count - 1 }, (_, node) => [node, node + 1] as const), ...extra];
  const widths = new Float32Array(count).fill(120);
  const heights = new Float32Array(count).fill(40);
  const from = Int32Array.from(edges, ([a]) => a);
  const to = Int32Array.from(edges, ([, b]) => b);
  return { ...layoutGraph({ widths, heights, from, to }), widths, heights };
}

const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);
const far = chainOf(3_000, [
  [0, 2_999],
  [10, 60],
  [500, 2_500],
]);
const index = indexWindow(far);
/** Its work is never done. */
const unbuilt = indexWindow(far, () => {});

describe('indexWindow', () => {
  it('finds exactly the nodes and edges that a look at all of them finds', () => {
    const area = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -2_000, max: 300_000 }),
      width: fc.integer({ min: 0, max: 1_500 }),
      height: fc.integer({ min: 0, max: 20_000 }),
    });
    const meets = (area: Rectangle, left: number, top: number, right: number, bottom: number) =>
      right >= area.x && left <= area.x + area.width && bottom >= area.y && top <= area.y + area.height;
    fc.assert(
      fc.property(area, (area) => {
        const nodes: number[] = [];
        far.x.forEach((x, node) => {
          const y = far.y[node] ?? 0;
          if (meets(area, x, y, Math.fround(x + 120), Math.fround(y + 40))) nodes.push(node);
        });
        const edges: number[] = [];
        for (let edge = 0; edge + 1 < far.pointStarts.length; edge++) {
          const pairs = far.points.subarray(2 * (far.pointStarts[edge] ?? 0), 2 * (far.pointStarts[edge + 1] ?? 0));
          const xs = [...pairs].filter((_, at) => at % 2 === 0);
          const ys = [...pairs].filter((_, at) => at % 2 === 1);
          if (meets(area, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))) edges.push(edge);
        }
        expect(sorted(index.nodesIn(area))).toEqual(nodes);
        expect(sorted(index.edgesIn(area))).toEqual(edges);
        expect(sorted(unbuilt.nodesIn(area))).toEqual(nodes);
        expect(sorted(unbuilt.edgesIn(area))).toEqual(edges);
      }),
      { numRuns: 60 },
    );
  });

  it('shows an edge that passes through the window with both ends outside', () => {
    const y = far.y[1_500] ?? 0;
    expect([...index.edgesIn({ x: -1_000, y, width: 3_000, height: 10 })]).toContain(2_999);
  });

  it('builds once there is time, and answers the same before and after', () => {
    const work: (() => void)[] = [];
    const later = indexWindow(far, (build) => work.push(build));
    const area = { x: -100, y: 2_000, width: 900, height: 1_500 };
    const before = [[...later.nodesIn(area)], [...later.edgesIn(area)]];
    for (const build of work) build();
    expect(work).toHaveLength(2);
    expect([[...later.nodesIn(area)], [...later.edgesIn(area)]]).toEqual(before);
  });

  it('names the node under a point', () => {
    expect(index.nodeAt((far.x[7] ?? 0) + 5, (far.y[7] ?? 0) + 5)).toBe(7);
    expect(index.nodeAt((far.x[7] ?? 0) + 5, (far.y[7] ?? 0) - 5)).toBeUndefined();
  });

  it('answers about a screen of a long graph at once', () => {
    const start = performance.now();
    for (let step = 0; step < 1_000; step++) index.nodesIn({ x: 0, y: step * 90, width: 1_500, height: 1_200 });
    expect(performance.now() - start).toBeLessThan(500);
  });
});
