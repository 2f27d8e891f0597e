import { describe, expect, it } from 'vitest';
import { checkModel } from '#core/graph/check.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { Model } from '#core/onnx/model.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { extractNodes } from './extractNodes.ts';
import { nodesBetween } from './nodesBetween.ts';

const model = aModel({
  inputs: { x: 'float32[batch,3,8,8]', y: 'float32[batch,4,8,8]' },
  outputs: { out: 'float32' },
  initializers: { w: 'float32[4,3,1,1]', b: 'float32[4]', unread: 'float32[9]' },
  nodes: [
    ['k = Constant()', { value_float: 0.5 }],
    ['conv: a = Conv(x, w, b)', { kernel_shape: [1, 1] }],
    'relu: r = Relu(a)',
    'scale: m = Mul(r, k)',
    'add: s = Add(m, y)',
    'last: out = Sigmoid(s)',
  ],
});

async function extract(from: Model, nodes: readonly number[], outputs?: readonly string[]) {
  const part = extractNodes(from, nodes, await inferShapes(from), outputs);
  const { graph } = part;
  const issues = await checkModel(part, await inferShapes(part), { target: 'onnxruntime' });
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  return {
    part,
    inputs: graph.inputs.map(({ name }) => name),
    outputs: graph.outputs.map(({ name }) => name),
    operators: graph.nodes.map(({ opType }) => opType),
    weights: graph.initializers.map(({ name }) => name),
  };
}

describe('extractNodes', () => {
  it('types what comes in and goes out, and takes weights and constants along', async () => {
    const { part, ...rest } = await extract(model, [1, 2, 3]);
    expect(rest).toEqual({
      inputs: ['x'],
      outputs: ['m'],
      operators: ['Constant', 'Conv', 'Relu', 'Mul'],
      weights: ['w', 'b'],
    });
    expect(part.graph.outputs[0]?.type).toMatchObject({ elementType: 1, shape: ['batch', 4, 8, 8] });
  });

  it('makes every value that another node needs an output', async () => {
    expect((await extract(model, [1, 3])).outputs).toEqual(['a', 'm']);
    expect((await extract(model, [1, 3])).inputs).toEqual(['x', 'r']);
    expect((await extract(model, [4, 5])).inputs).toEqual(['m', 'y']);
  });

  it('takes along what the bodies of a node read from outside', async () => {
    const body = aGraph({ outputs: { t: 'float32[2]' }, nodes: ['t = Mul(h, w)'] });
    const whole = aModel({
      inputs: { x: 'float32[2]', c: 'bool[]' },
      outputs: { y: 'float32[2]' },
      initializers: { w: 'float32[2]' },
      nodes: ['h = Exp(x)', ['choice: y = If(c)', { then_branch: body, else_branch: body }]],
    });
    const { inputs, weights } = await extract(whole, [1]);
    expect(inputs.toSorted()).toEqual(['c', 'h']);
    expect(weights).toEqual(['w']);
  });

  it('keeps the local functions that are called, through others, and no more', async () => {
    const fn = (name: string, opType: string) => ({
      name,
      domain: 'my',
      overload: '',
      docString: '',
      inputs: ['a'],
      outputs: ['b'],
      attributes: [],
      attributeDefaults: [],
      nodes: aGraph({ nodes: [`b = ${opType}(a)`] }).nodes,
      opsets: [
        { domain: '', version: 17 },
        { domain: 'my', version: 1 },
      ],
      values: [],
      metadata: [],
    });
    const whole = aModel({
      inputs: { x: 'float32[2]' },
      outputs: { y: 'float32[2]' },
      nodes: ['h = my.Outer(x)', 'y = Relu(h)'],
      opsets: { my: 1 },
      functions: [fn('Inner', 'Exp'), fn('Outer', 'my.Inner'), fn('Other', 'Abs')],
    });
    const part = extractNodes(whole, [0], await inferShapes(whole));
    expect(part.functions.map(({ name }) => name)).toEqual(['Inner', 'Outer']);
  });

  it('refuses a boundary whose type nobody knows, and says where', async () => {
    const odd = aModel({
      inputs: { x: 'float32[1]' },
      outputs: { y: 'float32[1]' },
      nodes: ['h = strange.Thing(x)', 'y = Relu(h)'],
      opsets: { strange: 1 },
    });
    const shapes = await inferShapes(odd);
    expect(() => extractNodes(odd, [1], shapes)).toThrow("The type of the value 'h' is not known");
    expect(() => extractNodes(odd, [], shapes)).toThrow('No node was chosen');
  });
});

describe('nodesBetween', () => {
  it('finds what is needed from the inputs to the outputs', () => {
    expect(nodesBetween(model.graph, { inputs: ['a'], outputs: ['m'] })).toEqual([0, 2, 3]);
    expect(nodesBetween(model.graph, { inputs: [], outputs: [] })).toEqual([0, 1, 2, 3, 4, 5]);
    expect(nodesBetween(model.graph, { inputs: ['r', 'y'], outputs: [] })).toEqual([0, 3, 4, 5]);
  });

  it('says which input is missing and which value there is not', () => {
    expect(() => nodesBetween(model.graph, { inputs: ['r'], outputs: [] })).toThrow("needs the model's input 'y'");
    expect(() => nodesBetween(model.graph, { inputs: [], outputs: ['nothing'] })).toThrow("no value 'nothing'");
    expect(() => nodesBetween(model.graph, { inputs: ['a'], outputs: ['a'] })).toThrow('both an input and an output');
    expect(() => nodesBetween(model.graph, { inputs: [], outputs: ['w'] })).toThrow('No node lies between');
  });
});
