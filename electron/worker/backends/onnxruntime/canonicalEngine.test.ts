import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphAttr } from '#core/onnx/makeAttribute.ts';
import type { Graph, Model } from '#core/onnx/model.ts';
import { writeModel } from '#core/onnx/write.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { canonicalEngine, engineOperators } from './canonicalEngine.ts';
import { openSession } from './session.ts';

const body = (name: string) =>
  aGraph({
    nodes: [`${name}1 = Mul(reorder_token_3, w)`, `${name} = Neg(${name}1)`],
    outputs: { [name]: 'float32[2,4]' },
  });

const model = aModel({
  nodes: [
    'reorder: reorder = Relu(x)',
    'reorder_token_9: reorder_token_3 = Add(reorder, v)',
    'c = ReduceSum(reorder_token_3)',
    'd = Cast(c)',
    'reorder_token_1 = Abs(x)',
    [
      'e = If(d)',
      { then_branch: graphAttr('then_branch', body('p')), else_branch: graphAttr('else_branch', body('q')) },
    ],
    'y = Add(e, reorder_token_1)',
  ].map((line) => (typeof line === 'string' && line.includes('Cast') ? ([line, { to: 9 }] as const) : line)) as never,
  inputs: { x: 'float32[2,4]' },
  outputs: { y: 'float32[2,4]' },
  initializers: { w: 'float32[4]', v: 'float32[4]' },
});

async function bytes(of: Model): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of writeModel(of)) parts.push(part);
  return Buffer.concat(parts);
}

/** Another order of nodes, initializers and attributes, and other numbers in made-up names. */
function respelled(graph: Graph, order: readonly number[], counters: readonly number[]): Graph {
  const name = (text: string) =>
    text.replace(
      /^reorder(_token_(\d))?$/,
      (_, token, digit) => `reorder_token_${counters[token ? Number(digit) : 0]}`,
    );
  return {
    ...graph,
    nodes: order
      .filter((index) => index < graph.nodes.length)
      .flatMap((index) => graph.nodes[index] ?? [])
      .map((node) => ({
        ...node,
        name: name(node.name),
        inputs: node.inputs.map(name),
        outputs: node.outputs.map(name),
        attributes: node.attributes
          .map((one) => (one.type === 'graph' ? { ...one, value: respelled(one.value, [1, 0], counters) } : one))
          .toReversed(),
      })),
    initializers: graph.initializers.toReversed(),
  };
}

describe('canonicalEngine', () => {
  it('gives the same bytes whatever order and numbers the optimizer chose', async () => {
    const expected = await bytes(canonicalEngine(model));
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 });
    const counters = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 10, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(orders, counters, async (order, numbers) => {
        const other = { ...model, graph: respelled(model.graph, order, numbers) };
        expect((await bytes(canonicalEngine(other))).equals(expected)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('changes nothing that is computed', async () => {
    const x = { type: 'float32', dims: [2, 4], data: Float32Array.from([1, -2, 3, -4, 5, -6, 7, -8]) } as const;
    const results = [];
    for (const one of [model, canonicalEngine(model)]) {
      const session = openSession(await bytes(one), { threads: 1, optimization: 'none' });
      results.push(session.run({ x }).y);
      session.close();
    }
    expect(results[1]).toEqual(results[0]);
    expect(new Set<unknown>(results[0]?.data).size).toBeGreaterThan(4);
  });

  it('keeps names that the model gave', () => {
    const { graph } = canonicalEngine(model);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
    const names = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
    for (const name of ['c', 'd', 'e', 'y']) expect(names).toContain(name);
    expect([...names].filter((name) => name.startsWith('reorder')).sort()).toEqual([
      'reorder_0',
      'reorder_1',
      'reorder_2',
    ]);
  });
});

describe('engineOperators', () => {
  it('counts nodes in bodies too, with the domain where it is not the standard one', () => {
    expect(engineOperators(model)).toEqual({ Abs: 1, Add: 2, Cast: 1, If: 1, Mul: 2, Neg: 2, ReduceSum: 1, Relu: 1 });
    const fused = aModel({
      nodes: ['y = com.microsoft.Gelu(x)'],
      inputs: { x: 'float32[1]' },
      outputs: { y: 'float32[1]' },
    });
    expect(engineOperators(fused)).toEqual({ 'com.microsoft.Gelu': 1 });
  });
});
