import { describe, expect, it } from 'vitest';
import { aGraph } from '#core/testing/aModel.ts';
import { aNode } from '#core/testing/aNode.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import {
  attribute,
  floatAttribute,
  floatsAttribute,
  graphAttribute,
  intAttribute,
  intsAttribute,
  stringAttribute,
  stringsAttribute,
  subgraphs,
  tensorAttribute,
  typeAttribute,
} from './attribute.ts';
import { floatAttr, graphsAttr, intAttr, referenceAttr, typeAttr } from './makeAttribute.ts';
import { makeNode } from './makeNode.ts';

const body = aGraph({ name: 'body' });
const node = aNode([
  'loop: y = Loop(x)',
  {
    axis: -1,
    pads: [1, 2],
    alpha: 0.5,
    scales: [0.5, 2],
    mode: 'linear',
    keys: ['a', 'b'],
    value: aTensor('t', 'int64[2]'),
    body,
  },
]);

describe('attributes', () => {
  it('are read by name and kind', () => {
    expect(intAttribute(node, 'axis')).toBe(-1);
    expect(intsAttribute(node, 'pads')).toEqual([1, 2]);
    expect(floatAttribute(node, 'alpha')).toBe(0.5);
    expect(floatsAttribute(node, 'scales')).toEqual(Float32Array.of(0.5, 2));
    expect(stringAttribute(node, 'mode')).toBe('linear');
    expect(stringsAttribute(node, 'keys')).toEqual(['a', 'b']);
    expect(tensorAttribute(node, 'value')?.dims).toEqual([2]);
    expect(graphAttribute(node, 'body')?.name).toBe('body');
    expect(attribute(node, 'mode')?.type).toBe('string');
  });

  it('that are not there have the fallback', () => {
    expect(intAttribute(node, 'group', 1)).toBe(1);
    expect(intAttribute(node, 'group')).toBeUndefined();
    expect(intsAttribute(node, 'strides', [1, 1])).toEqual([1, 1]);
    expect(stringAttribute(node, 'auto_pad', 'NOTSET')).toBe('NOTSET');
    expect(floatAttribute(node, 'epsilon', 1e-5)).toBe(1e-5);
  });

  it('of another kind are an error that names node and attribute', () => {
    expect(() => intAttribute(node, 'mode')).toThrow(
      "The attribute 'mode' of Loop node 'loop' is of kind string, where int is meant.",
    );
  });

  it('that stand for an attribute of the function have no value of their own', () => {
    const inside = makeNode({
      opType: 'Elu',
      inputs: ['x'],
      outputs: ['y'],
      attributes: [referenceAttr('alpha', 'float', 'a')],
    });
    expect(floatAttribute(inside, 'alpha', 1)).toBe(1);
  });

  it('at the ends of int64 are numbers, other unsafe ones an error', () => {
    const slice = makeNode({
      opType: 'Slice',
      inputs: ['x'],
      outputs: ['y'],
      attributes: [intAttr('end', 2n ** 63n - 1n), intAttr('odd', 2n ** 53n + 1n)],
    });
    expect(intAttribute(slice, 'end')).toBe(2 ** 63);
    expect(() => intAttribute(slice, 'odd')).toThrow('too large');
  });

  it('that hold graphs give all of them', () => {
    const both = makeNode({
      opType: 'If',
      inputs: [],
      outputs: ['y'],
      attributes: [...node.attributes, graphsAttr('more', [body, body])],
    });
    expect(subgraphs(both).map(({ name }) => name)).toEqual(['body', 'more', 'more']);
  });

  it('of floats have the precision that the file has, and types are types', () => {
    const made = makeNode({
      opType: 'Optional',
      inputs: [],
      outputs: ['y'],
      attributes: [floatAttr('alpha', 0.1), typeAttr('type', { kind: 'tensor', elementType: 1, shape: [] })],
    });
    expect(floatAttribute(made, 'alpha')).toBe(Math.fround(0.1));
    expect(typeAttribute(made, 'type')?.kind).toBe('tensor');
  });
});
