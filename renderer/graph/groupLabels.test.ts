import { describe, expect, it } from 'vitest';
import { groupTree } from '#core/graph/groups/groupTree.ts';
import { groupBoxes } from './groupBoxes.ts';
import { groupLabels } from './groupLabels.ts';
import { aMap } from './testing/aMap.ts';

const chain = Array.from({ length: 23 }, (_, item) => [item, item + 1] as const);
const map = aMap(24, chain);
const tree = groupTree(24, (node) => [node < 12 ? 'top' : 'bottom', `layer ${node >> 2}`]);
const labels = (zoom: number, y = 0) =>
  groupLabels(groupBoxes(map, tree, new Set()), { x: 300, y, zoom, width: 800, height: 600 }).map(({ text }) => text);

describe('groupLabels', () => {
  it('names the outermost groups from afar and those inside them from nearer', () => {
    expect(labels(0.02)).toEqual(['top  12', 'bottom  12']);
    expect(labels(0.2)).toEqual([0, 1, 2, 3, 4, 5].map((layer) => `layer ${layer}  4`));
  });

  it('names nothing that is out of sight, too small, or in the way of another name', () => {
    expect(labels(0.2, -10_000)).toEqual([]);
    expect(labels(0.005)).toEqual([]);
    const all = groupLabels(groupBoxes(map, tree, new Set()), { x: 300, y: 0, zoom: 0.2, width: 800, height: 600 });
    for (const [at, { place }] of all.entries()) {
      for (const other of all.slice(at + 1)) expect(place.y + place.height).toBeLessThanOrEqual(other.place.y);
    }
  });
});

describe('groupBoxes', () => {
  it('tells whether other cards stand inside a group’s box', () => {
    const mixed = groupTree(24, (node) => [node % 2 === 0 ? 'even' : 'odd']);
    expect(groupBoxes(aMap(24, chain), mixed, new Set()).isAlone(0)).toBe(false);
    expect(groupBoxes(map, tree, new Set()).isAlone(0)).toBe(true);
  });
});
