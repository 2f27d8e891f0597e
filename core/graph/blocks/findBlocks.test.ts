import { describe, expect, it } from 'vitest';
import { indexGraph } from '#core/graph/graphIndex.ts';
import { scopeGroups } from '#core/graph/groups/scopeGroups.ts';
import { aGraph } from '#core/testing/aModel.ts';
import type { NodeLine } from '#core/testing/aNode.ts';
import { findBlocks } from './findBlocks.ts';

/** A chain of residual blocks; `name` gives each node's name. */
function residual(times: number, name: (block: number, node: string) => string, widths: readonly number[] = []) {
  const nodes = Array.from({ length: times }, (_, block): NodeLine[] => {
    const [before, after] = [`x${block}`, `x${block + 1}`];
    return [
      [`${name(block, 'Conv')}: c${block} = Conv(${before}, w${block})`, { kernel_shape: [3, 3] }],
      `${name(block, 'Relu')}: r${block} = Relu(c${block})`,
      `${name(block, 'Add')}: ${after} = Add(r${block}, ${before})`,
    ];
  }).flat();
  const weights = Array.from({ length: times }, (_, block) => [`w${block}`, `float32[${widths[block] ?? 8},8,3,3]`]);
  const graph = aGraph({
    inputs: { x0: 'float32[1,8,4,4]' },
    outputs: { [`x${times}`]: 'float32[1,8,4,4]' },
    nodes,
    initializers: Object.fromEntries(weights),
  });
  const index = indexGraph(graph);
  return findBlocks(graph, index, scopeGroups(graph, index));
}

describe('findBlocks', () => {
  it('finds scopes that hold the same, node for node', () => {
    const [block, ...others] = residual(5, (at, node) => `/layer/${at}/${node}`);
    expect(others).toEqual([]);
    expect(block).toMatchObject({ name: 'layer/0', size: 3 });
    expect(block?.occurrences).toEqual([0, 3, 6, 9, 12].map((first) => [first, first + 1, first + 2]));
  });

  it('tells blocks with weights of another shape apart', () => {
    const [block] = residual(5, (at, node) => `/layer/${at}/${node}`, [8, 8, 16, 8]);
    expect(block?.names).toEqual(['layer/0', 'layer/1', 'layer/3', 'layer/4']);
  });

  it('tells a block that stands several times inside another one, and none that stands there once', () => {
    const twice = residual(8, (at, node) => `/stage/${at >> 1}/${at & 1}/${node}`);
    expect(twice.map(({ occurrences, size }) => [occurrences.length, size])).toEqual([
      [8, 3],
      [4, 6],
    ]);
    const once = residual(4, (at, node) => `/stage/${at}/${node === 'Add' ? '' : 'inner/'}${node}`);
    expect(once.map(({ occurrences, size }) => [occurrences.length, size])).toEqual([[4, 3]]);
  });

  it('finds the same stretches where nodes have no names', () => {
    const [block] = residual(6, () => '');
    expect(block).toMatchObject({ size: 3, name: 'Conv … Add' });
    expect(block?.occurrences.length).toBe(6);
  });

  it('finds nothing where nothing comes again', () => {
    expect(residual(1, () => '')).toEqual([]);
  });
});
