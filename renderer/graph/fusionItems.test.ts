import { describe, expect, it } from 'vitest';
import { groupsOfItems } from './fusionItems.ts';
import { kindTitle } from './kindTitle.ts';

const report = {
  target: 'onnxruntime',
  groups: [
    { id: 'g1', kind: 'conv-activation', nodes: ['conv', 'relu'], reason: 'one kernel' },
    { id: 'g2', kind: 'pointwise', nodes: ['add', 'folded'], reason: 'one kernel' },
    { id: 'g3', kind: 'pointwise', nodes: ['mul', 'exp'], reason: 'one kernel' },
    { id: 'g4', kind: 'hidden', nodes: ['folded'], reason: 'nothing to show' },
  ],
  removed: [
    { node: 'dropout', reason: 'does nothing' },
    { node: 'folded', reason: 'is constant' },
  ],
  apart: [{ nodes: ['relu', 'add'], reason: 'two readers' }],
  kernelsBefore: 7,
  kernelsAfter: 3,
  bytesSaved: 10,
};
const places = new Map([
  ['conv', 0],
  ['relu', 1],
  ['add', 2],
  ['mul', 3],
  ['exp', 4],
  ['dropout', 5],
  ['folded', -1],
]);

describe('groupsOfItems', () => {
  const view = groupsOfItems(report, places);

  it('finds the group of an item and leaves out nodes without a card', () => {
    expect(view.groupOf.get(1)?.id).toBe('g1');
    expect(view.groups.map(({ id, items }) => [id, items])).toEqual([
      ['g1', [0, 1]],
      ['g2', [2]],
      ['g3', [3, 4]],
    ]);
    expect(view.groupOf.has(-1)).toBe(false);
  });

  it('counts the kinds, the most frequent first', () => {
    expect(view.kinds).toEqual([
      ['pointwise', 2],
      ['conv-activation', 1],
    ]);
  });

  it('keeps the reasons for what is removed and what stays apart', () => {
    expect(Object.fromEntries(view.removedOf)).toEqual({ 5: 'does nothing' });
    expect(view.removed.map(({ nodes, items }) => [nodes, items])).toEqual([[['dropout'], [5]]]);
    expect(view.apart.map(({ nodes, items }) => [nodes, items])).toEqual([
      [
        ['relu', 'add'],
        [1, 2],
      ],
    ]);
    expect(view.apartOf.get(1)).toEqual(['two readers']);
    expect(view.apartOf.get(2)).toEqual(['two readers']);
  });
});

describe('kindTitle', () => {
  it('writes kinds as people do', () => {
    expect(kindTitle('conv-bn-activation')).toBe('Conv + BN + activation');
    expect(kindTitle('layer-normalization')).toBe('Layer normalization');
    expect(kindTitle('pointwise')).toBe('Pointwise');
  });
});
