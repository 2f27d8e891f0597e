import { describe, expect, it } from 'vitest';
import { groupTree } from '#core/graph/groups/groupTree.ts';
import { levelSizes, outlineRows } from './outlineRows.ts';

const paths = [['a', 'b', 'x'], ['a', 'b', 'x'], ['a', 'b'], ['a', 'c'], ['a', 'c'], ['d'], ['d']];
const tree = groupTree(paths.length, (node) => paths[node] ?? []);
const names = (open: readonly number[]) => outlineRows(tree, new Set(open)).map(({ group }) => tree.paths[group]);

describe('outlineRows', () => {
  it('lists groups inside others only where all around them are open', () => {
    expect(names([])).toEqual(['a', 'd']);
    expect(names([0])).toEqual(['a', 'a/b', 'a/c', 'd']);
    expect(names([0, 1])).toEqual(['a', 'a/b', 'a/b/x', 'a/c', 'd']);
    expect(names([1])).toEqual(['a', 'd']);
  });

  it('says which rows can be opened, and how many groups a level has', () => {
    expect(outlineRows(tree, new Set([0, 1])).map(({ hasInner }) => hasInner)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(levelSizes(tree)).toEqual([2, 2, 1]);
  });
});
