import { describe, expect, it } from 'vitest';
import { diffGraphs } from '#core/graph/diff/diff.ts';
import { digestGraph } from '#core/graph/diff/digest.ts';
import { aGraph } from '#core/testing/aModel.ts';
import { changeText, differences } from './differences.ts';

const inputs = { x: 'float32[2]' };
const outputs = { y: 'float32[2]' };
const before = aGraph({ inputs, outputs, nodes: ['one: a = Neg(x)', 'gone: b = Dropout(a)', 'last: y = Exp(b)'] });
const after = aGraph({ inputs, outputs, nodes: ['one: a = Neg(x)', 'new: c = Cast(a)', 'last: y = Exp(c)'] });

describe('differences', () => {
  const list = differences(diffGraphs(digestGraph(before, undefined), digestGraph(after, undefined)));

  it('stand in the order of the second model, what was removed behind what came before it', () => {
    expect(list.map(({ mark, name }) => `${mark} ${name}`)).toEqual(['removed gone', 'added new', 'changed last']);
    expect(list.map(({ a, b }) => [a, b])).toEqual([
      [1, -1],
      [-1, 1],
      [2, 2],
    ]);
  });

  it('say in words what of a node changed', () => {
    expect(list[2]?.changes.map(changeText)).toEqual(['input 1: a through Dropout → a through Cast']);
    expect(changeText({ about: 'attribute', name: 'axis', before: '', after: '1' })).toBe('axis: now 1');
    expect(changeText({ about: 'attribute', name: 'axis', before: '1', after: '' })).toBe('axis: no longer 1');
  });
});
