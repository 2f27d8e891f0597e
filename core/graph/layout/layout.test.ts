import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layout, LayoutInput } from './geometry.ts';
import { layoutGraph } from './layout.ts';

type Pair = readonly [number, number];

function input(count: number, edges: readonly Pair[], sizes?: readonly Pair[]): LayoutInput {
  return {
    widths: Float32Array.from({ length: count }, (_, node) => sizes?.[node]?.[0] ?? 100),
    heights: Float32Array.from({ length: count }, (_, node) => sizes?.[node]?.[1] ?? 40),
    from: Int32Array.from(edges, ([from]) => from),
    to: Int32Array.from(edges, ([, to]) => to),
  };
}

const graphs = (acyclic: boolean) =>
  fc.integer({ min: 1, max: 30 }).chain((count) =>
    fc
      .record({
        edges: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 70 }),
        sizes: fc.array(fc.tuple(fc.integer({ min: 10, max: 300 }), fc.integer({ min: 10, max: 120 })), {
          minLength: count,
          maxLength: count,
        }),
      })
      .map(({ edges, sizes }) => {
        const kept = acyclic
          ? edges.filter(([a, b]) => a !== b).map(([a, b]): Pair => [Math.min(a, b), Math.max(a, b)])
          : edges;
        return input(count, kept, sizes);
      }),
  );

function pointsOf(layout: Layout, edge: number): Pair[] {
  const points: Pair[] = [];
  for (let at = layout.pointStarts[edge] ?? 0; at < (layout.pointStarts[edge + 1] ?? 0); at++) {
    points.push([layout.points[2 * at] ?? 0, layout.points[2 * at + 1] ?? 0]);
  }
  return points;
}

/** A trunk with residual, inception-like and very long branches, as networks have them. */
function network(count: number): LayoutInput {
  const edges: Pair[] = [];
  let last = 0;
  let next = 1;
  while (next + 8 < count) {
    const block = next % 3;
    if (block === 0) {
      edges.push([last, next], [next, next + 1], [next + 1, next + 2], [last, next + 2]);
      last = next + 2;
      next += 3;
    } else if (block === 1) {
      for (const branch of [1, 2, 3]) edges.push([last, next + branch], [next + branch, next + branch + 3]);
      edges.push([last, next], [next, next + 7], [next + 4, next + 7], [next + 5, next + 7], [next + 6, next + 7]);
      last = next + 7;
      next += 8;
    } else {
      edges.push([last, next], [Math.max(0, last - 400), next]);
      last = next++;
    }
  }
  return input(count, edges);
}

describe('layoutGraph', () => {
  it('lets no two nodes overlap', () => {
    fc.assert(
      fc.property(graphs(false), (graph) => {
        const { x, y } = layoutGraph(graph);
        const right = (node: number) => (x[node] ?? 0) + (graph.widths[node] ?? 0);
        const bottom = (node: number) => (y[node] ?? 0) + (graph.heights[node] ?? 0);
        for (let a = 0; a < x.length; a++)
          for (let b = 0; b < a; b++) {
            const apart =
              right(a) <= (x[b] ?? 0) ||
              right(b) <= (x[a] ?? 0) ||
              bottom(a) <= (y[b] ?? 0) ||
              bottom(b) <= (y[a] ?? 0);
            expect(apart).toBe(true);
          }
      }),
      { numRuns: 600 },
    );
  });

  it('lets every edge of an acyclic graph run down from the lower side of its source to the upper of its target', () => {
    fc.assert(
      fc.property(graphs(true), (graph) => {
        const layout = layoutGraph(graph);
        for (let edge = 0; edge < graph.from.length; edge++) {
          const from = graph.from[edge] ?? 0;
          const to = graph.to[edge] ?? 0;
          const points = pointsOf(layout, edge);
          expect(points[0]?.[1]).toBeCloseTo((layout.y[from] ?? 0) + (graph.heights[from] ?? 0), 2);
          expect(points.at(-1)?.[1]).toBeCloseTo(layout.y[to] ?? 0, 2);
          points.slice(1).forEach(([, y], index) => {
            expect(y).toBeGreaterThan((points[index]?.[1] ?? 0) - 0.01);
          });
          expect(layout.ranks[to]).toBeGreaterThan(layout.ranks[from] ?? 0);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('leads edges around the nodes that they do not join', () => {
    fc.assert(
      fc.property(graphs(true), (graph) => {
        const layout = layoutGraph(graph);
        for (let edge = 0; edge < graph.from.length; edge++) {
          const points = pointsOf(layout, edge);
          points.slice(1).forEach(([x2, y2], index) => {
            const [x1, y1] = points[index] ?? [0, 0];
            for (let node = 0; node < layout.x.length; node++) {
              if (node === graph.from[edge] || node === graph.to[edge]) continue;
              const left = layout.x[node] ?? 0;
              const top = layout.y[node] ?? 0;
              const beside = Math.max(x1, x2) <= left || Math.min(x1, x2) >= left + (graph.widths[node] ?? 0);
              const above = y2 <= top + 0.01 || y1 >= top + (graph.heights[node] ?? 0) - 0.01;
              expect(beside || above).toBe(true);
            }
          });
        }
      }),
      { numRuns: 600 },
    );
  });

  it('gives the same layout for the same graph', () => {
    fc.assert(
      fc.property(graphs(false), (graph) => {
        expect(layoutGraph(graph)).toEqual(layoutGraph(graph));
      }),
    );
  });

  it('keeps everything within the size that it states', () => {
    fc.assert(
      fc.property(graphs(true), (graph) => {
        const { x, y, width, height, points } = layoutGraph(graph);
        x.forEach((left, node) => {
          expect(left).toBeGreaterThan(-0.01);
          expect(left + (graph.widths[node] ?? 0)).toBeLessThan(width + 0.01);
          expect((y[node] ?? 0) + (graph.heights[node] ?? 0)).toBeLessThan(height + 0.01);
        });
        points.forEach((value, index) => {
          expect(value).toBeLessThan((index % 2 === 0 ? width : height) + 0.01);
        });
      }),
    );
  });

  it('draws a chain as one straight line', () => {
    const layout = layoutGraph(
      input(
        6,
        [
          [0, 1],
          [1, 2],
          [2, 3],
          [3, 4],
          [4, 5],
        ],
        [
          [80, 30],
          [200, 30],
          [120, 60],
          [90, 30],
          [300, 30],
          [60, 30],
        ],
      ),
    );
    const middles = [...layout.x].map((x, node) => x + ([80, 200, 120, 90, 300, 60][node] ?? 0) / 2);
    for (const middle of middles) expect(middle).toBeCloseTo(middles[0] ?? 0, 3);
    expect(pointsOf(layout, 2)).toHaveLength(2);
  });

  it('keeps the trunk straight beside a skip connection', () => {
    const layout = layoutGraph(
      input(5, [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 3],
        [3, 4],
      ]),
    );
    for (const x of layout.x) expect(x).toBeCloseTo(layout.x[0] ?? 0, 3);
    expect(pointsOf(layout, 3).length).toBeGreaterThan(2);
  });

  it('puts branches of equal length beside each other with the fork in the middle', () => {
    const layout = layoutGraph(
      input(5, [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 4],
        [2, 4],
        [3, 4],
      ]),
    );
    const [fork = 0, a = 0, b = 0, c = 0, join = 0] = layout.x;
    expect(b).toBeCloseTo(fork, 3);
    expect(join).toBeCloseTo(fork, 3);
    expect((a + c) / 2).toBeCloseTo(fork, 3);
  });

  it('puts an input that is read late beside its reader', () => {
    const { ranks } = layoutGraph(
      input(6, [
        [0, 1],
        [1, 2],
        [2, 3],
        [4, 5],
        [5, 3],
      ]),
    );
    expect([...ranks]).toEqual([0, 1, 2, 3, 1, 2]);
  });

  it('shows a cycle with one edge that runs up, and a node that reads itself', () => {
    const layout = layoutGraph(
      input(3, [
        [0, 1],
        [1, 2],
        [2, 0],
        [1, 1],
      ]),
    );
    expect([...layout.ranks]).toEqual([0, 1, 2]);
    const up = pointsOf(layout, 2);
    expect(up[0]?.[1]).toBeGreaterThan(up.at(-1)?.[1] ?? 0);
    expect(pointsOf(layout, 3)).toHaveLength(4);
  });

  it('lets readers of one port share the way to them', () => {
    const chain: Pair[] = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ];
    const layout = layoutGraph(input(6, [...chain, [0, 3], [0, 5]]));
    const short = pointsOf(layout, 5);
    const long = pointsOf(layout, 6);
    expect(short[1]).toEqual(long[1]);
    expect(short[2]?.[0]).toBe(long[2]?.[0]);
  });

  it('runs the longest edges beside the graph where way points would outgrow it', () => {
    const count = 4_000;
    const edges: Pair[] = [];
    for (let node = 0; node + 1 < count; node++) edges.push([node, node + 1]);
    for (let node = 0; node < count / 2; node++) edges.push([node, count - 1 - node]);
    const layout = layoutGraph(input(count, edges));
    expect(layout.points.length).toBeLessThan(count * 20);
    expect(Math.max(...layout.points.filter((_, index) => index % 2 === 0))).toBeLessThan(layout.width + 1);
  });

  it('lays out nothing', () => {
    expect(layoutGraph(input(0, []))).toMatchObject({ width: 0, height: 0 });
  });

  it('works in proportion to the graph: ten times the nodes, ten times the points and way points', () => {
    const [small, large] = [2_000, 20_000].map((count) => layoutGraph(network(count)));
    const ratio = (large?.points.length ?? 0) / (small?.points.length ?? 1);
    expect(ratio).toBeGreaterThan(8);
    expect(ratio).toBeLessThan(14);
    expect((large?.height ?? 0) / (small?.height ?? 1)).toBeLessThan(14);
    expect((large?.width ?? 0) / (small?.width ?? 1)).toBeLessThan(3);
  });

  it('lays out 200,000 nodes', () => {
    const { ranks, height } = layoutGraph(network(200_000));
    expect(ranks).toHaveLength(200_000);
    expect(height).toBeGreaterThan(1_000_000);
  });
});
