import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { Model } from '#core/onnx/model.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { arbitraryModel } from '#core/testing/arbitraryModel.ts';
import { diffGraphs } from './diff.ts';
import { digestGraph } from './digest.ts';
import { weightHashes } from './weightHash.ts';

const words = {
  inputs: { x: 'float32[1,3,8,8]' },
  outputs: { y: 'float32' },
  initializers: { w: 'float32[4,3,1,1]', v: 'float32[4,4,1,1]' },
  nodes: [
    ['first: a = Conv(x, w)', { kernel_shape: [1, 1] }],
    'relu: r = Relu(a)',
    ['second: y = Conv(r, v)', { kernel_shape: [1, 1] }],
  ],
} as const satisfies ModelWords;

async function digest(model: Model, withWeights = false) {
  return digestGraph(
    model.graph,
    await inferShapes(model),
    withWeights ? await weightHashes(model.graph, model) : undefined,
  );
}

async function diff(a: ModelWords, b: ModelWords, withWeights = false) {
  return diffGraphs(await digest(aModel(a), withWeights), await digest(aModel(b), withWeights));
}

describe('diffGraphs', () => {
  it('finds nothing between a graph and itself', async () => {
    expect(await diff(words, words, true)).toMatchObject({ added: [], removed: [], changed: [], ports: [], same: 3 });
  });

  it('knows nodes again that have other names', async () => {
    const renamed: ModelWords = {
      inputs: { x: 'float32[1,3,8,8]' },
      outputs: { n3: 'float32' },
      initializers: { c1: 'float32[4,3,1,1]', c2: 'float32[4,4,1,1]' },
      nodes: [
        ['n1 = Conv(x, c1)', { kernel_shape: [1, 1] }],
        'n2 = Relu(n1)',
        ['n3 = Conv(n2, c2)', { kernel_shape: [1, 1] }],
      ],
    };
    expect(await diff(words, renamed)).toMatchObject({ added: [], removed: [], changed: [], same: 3 });
  });

  it('tells attributes, shapes and operators that changed', async () => {
    const found = await diff(words, {
      ...words,
      nodes: [
        ['first: a = Conv(x, w)', { kernel_shape: [1, 1], strides: [2, 2] }],
        'relu: r = Sigmoid(a)',
        ['second: y = Conv(r, v)', { kernel_shape: [1, 1] }],
      ],
    });
    expect(found.changed.map(({ name }) => name)).toEqual(['first', 'relu', 'second']);
    expect(found.changed[0]?.changes).toEqual([
      { about: 'attribute', name: 'strides', before: '', after: '[2, 2]' },
      { about: 'type', name: 'a', before: 'float32[1,4,8,8]', after: 'float32[1,4,4,4]' },
    ]);
    expect(found.changed[1]?.changes[0]).toEqual({ about: 'operator', name: '', before: 'Relu', after: 'Sigmoid' });
    expect(found.ports).toMatchObject([{ about: 'output', name: 'y' }]);
  });

  it('says through what a node reads that a rewrite put quantization before', async () => {
    const found = await diff(words, {
      ...words,
      initializers: { ...words.initializers, s: ['float32[]', [0.1]], z: ['int8[]', [0]] },
      nodes: [
        words.nodes[0],
        words.nodes[1],
        'r_q: q = QuantizeLinear(r, s, z)',
        'r_d: d = DequantizeLinear(q, s, z)',
        ['second: y = Conv(d, v)', { kernel_shape: [1, 1] }],
      ],
    });
    expect(found.added.map(({ name }) => name)).toEqual(['r_q', 'r_d']);
    expect(found.removed).toEqual([]);
    expect(found.changed).toMatchObject([
      {
        name: 'second',
        changes: [{ about: 'input', name: '1', before: 'r', after: 'r through QuantizeLinear, DequantizeLinear' }],
      },
    ]);
  });

  it('sees other values in a weight only where it was told to read them', async () => {
    const other: ModelWords = {
      ...words,
      initializers: { ...words.initializers, w: ['float32[4,3,1,1]', Array(12).fill(1)] },
    };
    expect((await diff(words, other)).changed).toEqual([]);
    const [changed, ...others] = (await diff(words, other, true)).changed;
    expect(others).toEqual([]);
    expect(changed?.changes).toMatchObject([{ about: 'weight', name: '2' }]);
  });

  it('accounts for every node of any two graphs once', () => {
    fc.assert(
      fc.property(arbitraryModel, arbitraryModel, (a, b) => {
        const [from, to] = [digestGraph(a.graph, undefined), digestGraph(b.graph, undefined)];
        const { added, removed, partners } = diffGraphs(from, to);
        const pairs = [...partners].filter((place) => place !== -1);
        expect(new Set(pairs).size).toBe(pairs.length);
        const alone = from.nodes.filter(({ folded }, place) => partners[place] === -1 && !folded);
        expect(removed.length).toBe(alone.length);
        expect(added.every(({ node }) => !pairs.includes(node))).toBe(true);
        expect(diffGraphs(from, from)).toMatchObject({ added: [], removed: [], changed: [] });
      }),
      { numRuns: 60 },
    );
  });
});
