import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choose, chooseArea, chooseNothing, chooseWay, chosenStore } from './chosen.ts';
import { withChosen } from './chosenHighlight.ts';
import { graphStore } from './store.ts';
import { aMap } from './testing/aMap.ts';
import { wayText } from './wayText.ts';

/** A fork that joins again, and one item aside. */
const map = aMap(6, [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
  [3, 4],
]);
const items = () => [...chosenStore.getState().items];

beforeEach(() => graphStore.setState({ map, selection: null }));
afterEach(() => {
  chooseNothing();
  graphStore.setState({ map: null, selection: null });
});

describe('choosing several items', () => {
  it('begins with what is selected alone, and takes an item out again', () => {
    graphStore.setState({ selection: { kind: 'node', item: 0 } });
    choose(3);
    expect(items()).toEqual([0, 3]);
    choose(0);
    expect(items()).toEqual([3]);
  });

  it('finds the ways between two, whichever was chosen first', () => {
    choose(4);
    choose(0);
    const { way } = chosenStore.getState();
    expect(way).toMatchObject({ start: 0, end: 4, nodes: [0, 1, 2, 3, 4], ways: 2n });
    expect(way && wayText(way)).toBe('2 ways, the shortest of 3 steps, over 3 nodes');
    chooseWay();
    expect(items().toSorted()).toEqual([0, 1, 2, 3, 4]);
  });

  it('says where no way leads, and takes in all that lies in an area', () => {
    choose(1);
    choose(2);
    expect(chosenStore.getState().way).toBeNull();
    chooseArea({ x: -1e4, y: -1e4, width: 1e5, height: 1e5 });
    expect(items()).toHaveLength(6);
  });

  it('lets the ways stand out, the shortest the most', () => {
    choose(0);
    choose(3);
    const { items: seen, edges } = withChosen({ items: new Map(), edges: new Map() }, chosenStore.getState(), map);
    expect(Object.fromEntries(seen)).toEqual({ 0: 'chosen', 1: 'onWay', 2: 'onWay', 3: 'chosen' });
    expect([...edges.values()].sort()).toEqual(['light', 'light', 'strong', 'strong']);
    expect(edges.has(4)).toBe(false);
  });
});
