import { describe, expect, it } from 'vitest';
import { subgraphs } from '#core/onnx/attribute.ts';
import { referenceAttr } from '#core/onnx/makeAttribute.ts';
import type { Graph, LocalFunction } from '#core/onnx/model.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { aNode, type NodeLine } from '#core/testing/aNode.ts';
import { inlineFunctions } from './inlineFunctions.ts';
import { commonOpset, raiseOpset } from './opset.ts';

function aFunction(name: string, nodes: readonly NodeLine[], change: Partial<LocalFunction> = {}): LocalFunction {
  return {
    name,
    domain: 'my',
    overload: '',
    docString: '',
    inputs: ['a'],
    outputs: ['b'],
    attributes: [],
    attributeDefaults: [],
    nodes: aGraph({ nodes }).nodes,
    opsets: [{ domain: '', version: 17 }],
    values: [],
    metadata: [],
    ...change,
  };
}

const calling = (nodes: readonly NodeLine[], functions: readonly LocalFunction[], opset = 17) =>
  aModel({ inputs: { x: 'float32[2]' }, outputs: { y: 'float32[2]' }, opset, opsets: { my: 1 }, functions, nodes });

/** Every name that anything defines, bodies included. */
function defined(graph: Graph): readonly string[] {
  const inner = graph.nodes.flatMap((node) => subgraphs(node).flatMap((body) => defined(body.graph)));
  const own = [...graph.inputs, ...graph.initializers].map(({ name }) => name);
  return [...own, ...graph.nodes.flatMap(({ outputs }) => outputs), ...inner];
}

function bodiesOf({ nodes }: Graph, place: number) {
  const node = nodes[place];
  return node ? subgraphs(node) : [];
}

describe('inlineFunctions', () => {
  it('goes into the bodies of If, Loop and Scan and into functions that functions call', () => {
    const body = aGraph({ nodes: ['t = my.Twice(x)'], outputs: { t: 'float32[2]' } });
    const once = aFunction('Once', ['h = Exp(a)', 'b = Neg(h)']);
    const twice = aFunction('Twice', ['m = my.Once(a)', 'b = my.Once(m)']);
    const nodes: readonly NodeLine[] = [
      ['c = Constant()', { value_int: 1 }],
      ['p = If(c)', { then_branch: body, else_branch: body }],
      'y = my.Once(p)',
    ];
    const { graph, functions } = inlineFunctions(calling(nodes, [once, twice]));
    expect(functions).toEqual([]);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['Constant', 'If', 'Exp', 'Neg']);
    const branches = bodiesOf(graph, 1).map((one) => one.graph);
    expect(branches.map((one) => one.nodes.map(({ opType }) => opType))).toEqual(
      [0, 1].map(() => ['Exp', 'Neg', 'Exp', 'Neg']),
    );
    expect(new Set(defined(graph)).size).toBe(defined(graph).length);
  });

  it('gives calls of one name, and what others have named like them, names of their own', () => {
    const once = aFunction('Once', ['h = Exp(a)', 'b = Neg(h)']);
    const { graph } = inlineFunctions(
      calling(['call/h = Abs(x)', 'call: p = my.Once(call/h)', 'call: q = my.Once(p)', 'y = Add(q, call/h)'], [once]),
    );
    const names = graph.nodes.flatMap(({ outputs }) => outputs);
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
    expect(graph.nodes.at(-1)?.inputs).toEqual(['q', 'call/h']);
    expect(graph.nodes.find(({ outputs }) => outputs[0] === 'q')?.inputs[0]).toBe(graph.nodes[3]?.outputs[0]);
  });

  it('keeps what a function’s bodies define apart from what they read around the call', () => {
    // The branch defines x, which is what the caller gives in for a.
    const body = aGraph({ nodes: ['x = Exp(a)', 'r = Add(x, a)'], outputs: { r: 'float32[2]' } });
    const branching = aFunction('Branch', [
      ['c = Constant()', { value_int: 1 }],
      ['b = If(c)', { then_branch: body, else_branch: body }],
    ]);
    const { graph } = inlineFunctions(calling(['call: y = my.Branch(x)'], [branching]));
    const [first] = bodiesOf(graph, 1);
    const [exp, add] = first?.graph.nodes ?? [];
    expect(exp?.inputs).toEqual(['x']);
    expect(exp?.outputs[0]).not.toBe('x');
    expect(add?.inputs).toEqual([exp?.outputs[0], 'x']);
  });

  it('gives on what a function gives on unchanged, and fills in attributes in its bodies', () => {
    const slope = referenceAttr('alpha', 'float', 'slope');
    const leaky = { ...aNode('r = LeakyRelu(a)'), attributes: [slope] };
    const body = aGraph({ nodes: [leaky], outputs: { r: 'float32[2]' } });
    const both = aFunction(
      'Both',
      [
        ['c = Constant()', { value_int: 1 }],
        ['b = If(c)', { then_branch: body, else_branch: body }],
      ],
      { outputs: ['b', 'a'], attributes: ['slope'] },
    );
    const { graph } = inlineFunctions(calling([['p, q = my.Both(x)', { slope: 0.5 }], 'y = Add(p, q)'], [both]));
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['Constant', 'If', 'Identity', 'Add']);
    expect(graph.nodes[2]).toMatchObject({ inputs: ['x'], outputs: ['q'] });
    const [branch] = bodiesOf(graph, 1);
    expect(branch?.graph.nodes[0]?.attributes[0]).toMatchObject({ name: 'alpha', value: 0.5, refAttrName: '' });
  });

  it('follows a raise to the opset that model and functions have in common', async () => {
    const old = aFunction('Old', [['b = Squeeze(a)', { axes: [0] }]], { opsets: [{ domain: '', version: 11 }] });
    const model = calling(['y = my.Old(x)'], [old]);
    expect(commonOpset(model, 13)).toBe(17);
    expect(commonOpset(calling(['y = my.Old(x)'], [old], 9), 7)).toBe(11);
    const { graph } = inlineFunctions(await raiseOpset(model, commonOpset(model, 13)));
    expect(graph.nodes.find(({ opType }) => opType === 'Squeeze')?.inputs).toHaveLength(2);
  });
});
