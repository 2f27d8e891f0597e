import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contraction } from './bands.ts';
import { contractLayout } from './contract.ts';
import type { Layout, LayoutInput } from './geometry.ts';
import { layoutGraph } from './layout.ts';

type Pair = readonly [number, number];

function inputOf(sizes: readonly Pair[], edges: readonly Pair[]): LayoutInput {
  return {
    widths: Float32Array.from(sizes, ([width]) => width),
    heights: Float32Array.from(sizes, ([, height]) => height),
    from: Int32Array.from(edges, ([from]) => from),
    to: Int32Array.from(edges, ([, to]) => to),
  };
}

/** Nodes with a group become one node each, of that size; edges within a group go. */
function contract(whole: LayoutInput, groupOf: readonly number[], size: Pair): Contraction {
  const ofNode = new Int32Array(groupOf.length);
  const wholeNode: number[] = [];
  const sizes: Pair[] = [];
  const known = new Map<number, number>();
  groupOf.forEach((group, node) => {
    const there = known.get(group);
    if (group >= 0 && there !== undefined) ofNode[node] = there;
    else {
      ofNode[node] = wholeNode.push(group >= 0 ? -1 : node) - 1;
      sizes.push(group >= 0 ? size : [whole.widths[node] ?? 0, whole.heights[node] ?? 0]);
      if (group >= 0) known.set(group, ofNode[node]);
    }
  });
  const kept = [...whole.from.keys()].filter((edge) => {
    const [from, to] = [whole.from[edge] ?? 0, whole.to[edge] ?? 0];
    return ofNode[from] !== ofNode[to];
  });
  const edges = kept.map((edge): Pair => [ofNode[whole.from[edge] ?? 0] ?? 0, ofNode[whole.to[edge] ?? 0] ?? 0]);
  return {
    input: inputOf(sizes, edges),
    ofNode,
    wholeNode: Int32Array.from(wholeNode),
    wholeEdge: Int32Array.from(kept),
  };
}

/** Blocks one after the other, each with chains of nodes between its first and its last; and edges that skip blocks. */
const networks = fc
  .record({
    blocks: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 9 }),
    skips: fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 5 }),
    lengths: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 45, maxLength: 45 }),
    sizes: fc.array(fc.tuple(fc.integer({ min: 40, max: 250 }), fc.integer({ min: 20, max: 120 })), {
      minLength: 220,
      maxLength: 220,
    }),
    branches: fc.array(fc.boolean(), { minLength: 45, maxLength: 45 }),
    folded: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    size: fc.tuple(fc.integer({ min: 40, max: 250 }), fc.integer({ min: 28, max: 90 })),
  })
  .map(({ blocks, skips, lengths, sizes, branches, folded, size }) => {
    const edges: Pair[] = [];
    const groupOf: number[] = [];
    const lasts: number[] = [];
    blocks.forEach((width, block) => {
      const first = groupOf.length;
      const own = folded[block] ? block : -1;
      groupOf.push(own);
      const ends: number[] = [];
      for (let branch = 0; branch < width; branch++) {
        const at = block * 5 + branch;
        let before = first;
        for (let step = 0; step < (lengths[at] ?? 1); step++) {
          const node = groupOf.push(own === -1 && branches[at] ? 100 + at : own) - 1;
          edges.push([before, node]);
          before = node;
        }
        ends.push(before);
      }
      const last = groupOf.push(own) - 1;
      for (const end of ends) edges.push([end, last]);
      const before = lasts.at(-1);
      if (before !== undefined) edges.push([before, first]);
      lasts.push(last);
    });
    for (const [a, b] of skips) {
      const [from, to] = [lasts[Math.min(a, b)], lasts[Math.max(a, b)]];
      if (from !== undefined && to !== undefined && from < to) edges.push([from, to]);
    }
    const whole = inputOf(sizes.slice(0, groupOf.length), edges);
    return { whole, contraction: contract(whole, groupOf, size) };
  });

function pointsOf({ pointStarts, points }: Layout, edge: number): Pair[] {
  const found: Pair[] = [];
  for (let at = pointStarts[edge] ?? 0; at < (pointStarts[edge + 1] ?? 0); at++) {
    found.push([points[2 * at] ?? 0, points[2 * at + 1] ?? 0]);
  }
  return found;
}

function contracted({ whole, contraction }: { whole: LayoutInput; contraction: Contraction }) {
  const before = { ...whole, ...layoutGraph(whole) };
  return { before, after: contractLayout(before, contraction), ...contraction };
}

describe('contractLayout', () => {
  it('serves often where blocks follow each other and branches of them are folded', () => {
    const served = fc.sample(networks, { numRuns: 200, seed: 4 }).filter((network) => contracted(network).after);
    expect(served.length).toBeGreaterThan(40);
  });

  it('lets no two nodes overlap and moves what is not folded by the same distance from left to right', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const { before, after, input, wholeNode } = contracted(network);
        if (!after) return;
        const box = (node: number) => {
          const [x, y] = [after.x[node] ?? 0, after.y[node] ?? 0];
          return { x, y, right: x + (input.widths[node] ?? 0), bottom: y + (input.heights[node] ?? 0) };
        };
        const moves: number[] = [];
        for (let a = 0; a < after.x.length; a++) {
          const one = box(a);
          expect(one.x).toBeGreaterThanOrEqual(0);
          expect(one.right).toBeLessThanOrEqual(after.width + 0.01);
          expect(one.bottom).toBeLessThanOrEqual(after.height + 0.01);
          if (wholeNode[a] !== -1) moves.push((before.x[wholeNode[a] ?? 0] ?? 0) - one.x);
          for (let b = 0; b < a; b++) {
            const other = box(b);
            const beside = one.right <= other.x || other.right <= one.x;
            expect(beside || one.bottom <= other.y + 0.01 || other.bottom <= one.y + 0.01).toBe(true);
          }
        }
        expect(Math.max(0, ...moves) - Math.min(...moves, Math.max(0, ...moves))).toBeLessThan(0.01);
        expect(Math.min(0, ...moves)).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it('lets edges run down from side to side of their nodes, and around the others', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const { after, input } = contracted(network);
        if (!after) return;
        for (let edge = 0; edge < input.from.length; edge++) {
          const [from, to] = [input.from[edge] ?? 0, input.to[edge] ?? 0];
          const points = pointsOf(after, edge);
          expect(after.ranks[to]).toBeGreaterThan(after.ranks[from] ?? 0);
          expect(points[0]?.[1]).toBeCloseTo((after.y[from] ?? 0) + (input.heights[from] ?? 0), 1);
          expect(points.at(-1)?.[1]).toBeCloseTo(after.y[to] ?? 0, 1);
          for (const [end, node] of [
            [points[0], from],
            [points.at(-1), to],
          ] as const) {
            expect(end?.[0]).toBeGreaterThanOrEqual((after.x[node] ?? 0) - 0.01);
            expect(end?.[0]).toBeLessThanOrEqual((after.x[node] ?? 0) + (input.widths[node] ?? 0) + 0.01);
          }
          points.slice(1).forEach(([x2, y2], place) => {
            const [x1, y1] = points[place] ?? [0, 0];
            expect(y2).toBeGreaterThan(y1 - 0.05);
            for (let node = 0; node < after.x.length; node++) {
              if (node === from || node === to) continue;
              const [left, top] = [after.x[node] ?? 0, after.y[node] ?? 0];
              const beside = Math.max(x1, x2) <= left || Math.min(x1, x2) >= left + (input.widths[node] ?? 0);
              const apart = y2 <= top + 0.05 || y1 >= top + (input.heights[node] ?? 0) - 0.05;
              expect(beside || apart).toBe(true);
            }
          });
        }
      }),
      { numRuns: 400 },
    );
  });

  it('makes a group beside other nodes a card in its place, and moves nothing', () => {
    const diamond = inputOf(Array(5).fill([100, 40]), [
      [0, 1],
      [0, 2],
      [1, 3],
      [3, 4],
      [2, 4],
    ]);
    const { before, after, wholeNode } = contracted({
      whole: diamond,
      contraction: contract(diamond, [-1, 0, -1, 0, -1], [100, 40]),
    });
    expect(after).toBeDefined();
    for (const [node, own] of wholeNode.entries()) {
      expect(after?.y[node]).toBe(before.y[own === -1 ? 1 : own]);
      if (own !== -1) expect(after?.x[node]).toBe(before.x[own]);
    }
  });

  it('does not serve where a group is left and entered again, or its card has no room beside others', () => {
    const chain = inputOf(Array(3).fill([100, 40]), [
      [0, 1],
      [1, 2],
    ]);
    expect(contracted({ whole: chain, contraction: contract(chain, [0, -1, 0], [100, 40]) }).after).toBeUndefined();
    const diamond = inputOf(Array(4).fill([100, 40]), [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ]);
    const tall = contract(diamond, [-1, 0, -1, -1], [100, 400]);
    expect(contracted({ whole: diamond, contraction: tall }).after).toBeUndefined();
  });

  it('is the same layout where nothing is folded', () => {
    const whole = inputOf(Array(3).fill([100, 40]), [
      [0, 1],
      [0, 2],
    ]);
    const { before, after } = contracted({ whole, contraction: contract(whole, [-1, -1, -1], [1, 1]) });
    for (const column of ['x', 'y', 'points', 'pointStarts', 'ranks'] as const) {
      expect(after?.[column]).toEqual(before[column]);
    }
  });
});
