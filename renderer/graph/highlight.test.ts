import { describe, expect, it } from 'vitest';
import { highlightOf } from './highlight.ts';
import { aMap } from './testing/aMap.ts';

const map = aMap(4, [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
]);

describe('highlightOf', () => {
  it('lets a selected node stand out with its producers, consumers and edges', () => {
    const { items, edges } = highlightOf(map, { kind: 'node', item: 1 }, null);
    expect(Object.fromEntries(items)).toEqual({ 0: 'producer', 1: 'selected', 3: 'consumer' });
    expect(Object.fromEntries(edges)).toEqual({ 0: 'strong', 2: 'strong' });
  });

  it('lets a tensor stand out from its producer to all its readers', () => {
    const { items, edges } = highlightOf(map, { kind: 'tensor', item: 0, port: 0, value: 'x' }, null);
    expect(Object.fromEntries(items)).toEqual({ 0: 'producer', 1: 'consumer', 2: 'consumer' });
    expect([...edges.keys()]).toEqual([0, 1]);
  });

  it('shows what the pointer is over without taking the selection over', () => {
    const { items, edges } = highlightOf(map, { kind: 'node', item: 1 }, { kind: 'item', item: 3 });
    expect(items.get(3)).toBe('consumer');
    expect(Object.fromEntries(edges)).toEqual({ 0: 'strong', 2: 'strong', 3: 'light' });
    expect([...highlightOf(map, null, { kind: 'edge', edge: 1 }).edges.keys()]).toEqual([0, 1]);
  });

  it('shows no edge for a weight', () => {
    expect(highlightOf(map, { kind: 'tensor', item: -1, port: 0, value: 'w' }, null)).toEqual({
      items: new Map(),
      edges: new Map(),
    });
  });
});
