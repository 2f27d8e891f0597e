import { describe, expect, it } from 'vitest';
import { indexGraph } from '#core/graph/graphIndex.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { LocalFunction } from '#core/onnx/model.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import type { NodeLine } from '#core/testing/aNode.ts';
import { inlineCalls } from './inlineCalls.ts';

function aFunction(name: string, nodes: readonly NodeLine[], attributes: readonly string[] = []): LocalFunction {
  return {
    name,
    domain: 'my',
    overload: '',
    docString: '',
    inputs: ['a'],
    outputs: ['b'],
    attributes,
    attributeDefaults: [],
    nodes: aGraph({ nodes }).nodes,
    opsets: [
      { domain: '', version: 17 },
      { domain: 'my', version: 1 },
    ],
    values: [],
    metadata: [],
  };
}

const model = aModel({
  inputs: { x: 'float32[2,3]' },
  outputs: { y: 'float32[2,3]' },
  opsets: { my: 1 },
  functions: [
    aFunction('Inner', ['e: h = Exp(a)', 'n: b = Neg(h)']),
    aFunction('Outer', ['first: m = my.Inner(a)', 'second: b = Relu(m)']),
  ],
  nodes: ['one: p = my.Outer(x)', 'two: q = my.Outer(p)', 'last: y = Add(p, q)'],
});

describe('inlineCalls', () => {
  it('puts what functions hold where they are called, through all levels', async () => {
    const { model: inlined, calls } = inlineCalls(model);
    expect(inlined.graph.nodes.map(({ name, opType }) => `${name} ${opType}`)).toEqual([
      'one/first/e Exp',
      'one/first/n Neg',
      'one/second Relu',
      'two/first/e Exp',
      'two/first/n Neg',
      'two/second Relu',
      'last Add',
    ]);
    expect(calls[0]).toEqual(['Outer (one)', 'Inner (one/first)']);
    expect(calls.at(-1)).toEqual([]);
    const index = indexGraph(inlined.graph);
    expect(index.predecessors(3)).toEqual(Int32Array.of(2));
    expect(index.predecessors(6)).toEqual(Int32Array.of(2, 5));
    expect((await inferShapes(inlined)).tensor('y')?.shape).toEqual([2, 3]);
  });

  it('renames what the bodies of a function’s nodes read from it', () => {
    const body = aGraph({ outputs: { t: 'float32' }, nodes: ['t = Add(h, a)'] });
    const branching = aFunction('Branch', [
      'h = Exp(a)',
      ['c = Constant()', { value_int: 1 }],
      ['b = If(c)', { then_branch: body, else_branch: body }],
    ]);
    const { model: inlined } = inlineCalls(
      aModel({
        inputs: { x: 'float32[2]' },
        outputs: { y: 'float32[2]' },
        opsets: { my: 1 },
        functions: [branching],
        nodes: ['call: y = my.Branch(x)'],
      }),
    );
    const chosen = inlined.graph.nodes[2]?.attributes[0];
    expect(chosen?.type === 'graph' && chosen.value.nodes[0]?.inputs).toEqual(['call/h', 'x']);
    expect(indexGraph(inlined.graph).predecessors(2)).toEqual(Int32Array.of(1, 0));
  });

  it('leaves a model without calls as it is, and ends where functions call each other in circles', () => {
    const plain = aModel({ inputs: { x: 'float32[1]' }, outputs: { y: 'float32[1]' }, nodes: ['y = Relu(x)'] });
    expect(inlineCalls(plain).model.graph.nodes).toEqual(plain.graph.nodes);
    const circle = { ...model, functions: [aFunction('Outer', ['again: b = my.Outer(a)'])] };
    expect(inlineCalls(circle).model.graph.nodes.map(({ opType }) => opType)).toEqual(['Outer', 'Outer', 'Add']);
  });
});
