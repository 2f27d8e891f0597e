import { describe, expect, it } from 'vitest';
import { intAttribute, stringAttribute, subgraphs } from '#core/onnx/attribute.ts';
import { floatsAttr } from '#core/onnx/makeAttribute.ts';
import type { Model, Node } from '#core/onnx/model.ts';
import { operatorNames, operatorSchema, operatorVersions } from '#core/onnx/operators.ts';
import { tensorNumbers, tensorValues } from '#core/onnx/tensor.ts';
import { aGraph, aModel, type ModelWords } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { newestOpset, oldestOpset, stepInto } from './opset/steps.ts';
import { raiseOpset, standardOpset } from './opset.ts';

async function raisedNodes(words: ModelWords, to = 13): Promise<{ model: Model; nodes: readonly Node[] }> {
  const model = await raiseOpset(aModel({ opset: 7, irVersion: 3, ...words }), to);
  return { model, nodes: model.graph.nodes };
}

async function constant(model: Model, node: Node | undefined, input: number): Promise<readonly number[]> {
  const tensor = model.graph.initializers.find(({ name }) => name === node?.inputs[input]);
  return tensor ? Array.from(await tensorNumbers(tensor, model)) : [];
}

const x = { x: 'float32[2,3,4,5]' };
const y = { y: 'float32' };

describe('raiseOpset', () => {
  it('has a step for every operator whose older form a newer opset would refuse or read otherwise', () => {
    const missing: string[] = [];
    for (const name of operatorNames('')) {
      for (const version of operatorVersions('', name)) {
        if (version <= oldestOpset || version > newestOpset) continue;
        const [before, after] = [operatorSchema('', name, version - 1), operatorSchema('', name, version)];
        if (before === undefined || after === undefined) continue;
        const changed = before.attributes.some((attribute) => {
          const now = after.attributes.find((candidate) => candidate.name === attribute.name);
          return now === undefined || String(now.fallback) !== String(attribute.fallback);
        });
        const fewerOutputs = after.arity.maxOutputs < before.arity.maxOutputs;
        const moreInputs = after.arity.minInputs > before.arity.minInputs;
        if ((changed || fewerOutputs || moreInputs || after.deprecated) && !stepInto(version, name)) {
          missing.push(`${name} ${version}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });

  it('gives every standard node a form that the new opset has', async () => {
    const { model, nodes } = await raisedNodes({
      nodes: [
        ['a = Clip(x)', { min: -0.5, max: 0.5 }],
        ['b = Slice(a)', { starts: [0], ends: [2], axes: [1] }],
        ['c = Unsqueeze(b)', { axes: [0] }],
        ['d = Squeeze(c)', { axes: [0] }],
        ['e = ReduceSum(d)', { axes: [3], keepdims: 1 }],
        ['f, g = Split(e)', { axis: 2, split: [2, 2] }],
        ['h = Pad(f)', { pads: [0, 0, 0, 0, 0, 0, 1, 1] }],
        ['i, j = TopK(h)', { k: 1, axis: 2 }],
        'k = Dropout(i)',
        ['l = Softmax(k)', { axis: 3 }],
        'y = Identity(l)',
      ],
      inputs: x,
      outputs: y,
    });
    for (const node of nodes) {
      const schema = operatorSchema('', node.opType, 13);
      expect(node.attributes.filter(({ name }) => !schema?.attributes.some((known) => known.name === name))).toEqual(
        [],
      );
      expect(node.inputs.length).toBeGreaterThanOrEqual(schema?.arity.minInputs ?? 0);
    }
    expect(standardOpset(model.opsets)).toBe(13);
    expect(model.irVersion).toBe(7);
  });

  it('turns attributes into inputs with the same values', async () => {
    const { model, nodes } = await raisedNodes({
      nodes: [
        ['a = Slice(x)', { starts: [1, 0], ends: [3, 2], axes: [1, 3] }],
        ['y = Clip(a)', { min: -0.5, max: 0.25 }],
      ],
      inputs: x,
      outputs: y,
    });
    const [slice, clip] = nodes;
    expect(await constant(model, slice, 1)).toEqual([1, 0]);
    expect(await constant(model, slice, 2)).toEqual([3, 2]);
    expect(await constant(model, slice, 3)).toEqual([1, 3]);
    expect(await constant(model, clip, 1)).toEqual([-0.5]);
    expect(await constant(model, clip, 2)).toEqual([0.25]);
  });

  it('keeps the largest int64, which exporters write for "to the end"', async () => {
    const most = 2n ** 63n - 1n;
    const slice = aModel({ opset: 9, nodes: [['y = Slice(x)', { starts: [0], ends: [1] }]], inputs: x, outputs: y });
    const [node] = slice.graph.nodes;
    const attributes = node?.attributes.map((attribute) =>
      attribute.name === 'ends' && attribute.type === 'ints'
        ? { ...attribute, value: BigInt64Array.of(most) }
        : attribute,
    );
    const graph = { ...slice.graph, nodes: [{ ...node, attributes } as Node] };
    const model = await raiseOpset({ ...slice, graph });
    const ends = model.graph.initializers.find(({ name }) => name === model.graph.nodes[0]?.inputs[2]);
    expect(ends && (await tensorValues(ends, model))).toEqual(BigInt64Array.of(most));
  });

  it('leaves a bound of Clip out where there was none', async () => {
    const { nodes } = await raisedNodes({ nodes: [['y = Clip(x)', { max: 0.5 }]], inputs: x, outputs: y });
    expect(nodes[0]?.inputs).toHaveLength(3);
    expect(nodes[0]?.inputs[1]).toBe('');
  });

  it('only names the last axis where Softmax normalised over it alone', async () => {
    const { nodes } = await raisedNodes({ nodes: [['y = Softmax(x)', { axis: 3 }]], inputs: x, outputs: y });
    expect(nodes.map(({ opType }) => opType)).toEqual(['Softmax']);
    expect(intAttribute(nodes[0] as Node, 'axis')).toBe(-1);
  });

  it('flattens for a Softmax that normalised over several axes together', async () => {
    const { nodes } = await raisedNodes({ nodes: ['y = LogSoftmax(x)'], inputs: x, outputs: y });
    expect(nodes.map(({ opType }) => opType)).toEqual(['Shape', 'Flatten', 'LogSoftmax', 'Reshape']);
    expect(intAttribute(nodes[1] as Node, 'axis')).toBe(1);
    expect(nodes[3]?.outputs).toEqual(['y']);
  });

  it('keeps Softmax over channels of 1×1 images as it is', async () => {
    const inputs = { x: 'float32[n,10,1,1]' };
    const { nodes } = await raisedNodes({ nodes: ['y = Softmax(x)'], inputs, outputs: y });
    expect(nodes.map(({ opType }) => opType)).toEqual(['Softmax']);
    expect(intAttribute(nodes[0] as Node, 'axis')).toBe(1);
  });

  it('makes Upsample a Resize that takes its source as Upsample did', async () => {
    const { model, nodes } = await raisedNodes({
      nodes: [['y = Upsample(x)', { scales: floatsAttr('scales', [1, 1, 2, 2]), mode: 'nearest' }]],
      inputs: x,
      outputs: y,
    });
    expect(nodes[0]?.opType).toBe('Resize');
    expect(await constant(model, nodes[0], 2)).toEqual([1, 1, 2, 2]);
    expect(stringAttribute(nodes[0] as Node, 'coordinate_transformation_mode')).toBe('asymmetric');
    expect(stringAttribute(nodes[0] as Node, 'nearest_mode')).toBe('floor');
  });

  it('raises the bodies of control flow and takes their constants into them', async () => {
    const body = (axes: number[]) => aGraph({ nodes: [['z = Squeeze(x)', { axes }]], outputs: { z: 'float32' } });
    const { nodes } = await raisedNodes({
      nodes: [['y = If(c)', { then_branch: body([0]), else_branch: body([1]) }]],
      inputs: { c: 'bool[]', x: 'float32[1,1,4]' },
      outputs: y,
      opset: 11,
    });
    for (const { graph } of subgraphs(nodes[0] as Node)) {
      expect(graph.nodes[0]?.inputs).toHaveLength(2);
      expect(graph.initializers.map(({ name }) => name)).toContain(graph.nodes[0]?.inputs[1]);
    }
  });

  it('takes initializers off the inputs, whatever the opset', async () => {
    for (const opset of [7, 17]) {
      const { model } = await raisedNodes({
        nodes: ['y = Add(x, w)'],
        inputs: { ...x, w: 'float32[5]' },
        initializers: { w: 'float32[5]' },
        outputs: y,
        opset,
      });
      expect(model.graph.inputs.map(({ name }) => name)).toEqual(['x']);
    }
  });

  it('changes no node of a model that has the opset already', async () => {
    const { model, nodes } = await raisedNodes({ nodes: ['y = Relu(x)'], inputs: x, outputs: y, opset: 15 });
    expect(standardOpset(model.opsets)).toBe(15);
    expect(nodes.map(({ opType }) => opType)).toEqual(['Relu']);
  });

  it('names the node that has no newer form, and what to do', async () => {
    const words = {
      nodes: [['bn: y = BatchNormalization(x, s, b, m, v)', { spatial: 0 }] as const],
      inputs: x,
      outputs: y,
      initializers: { s: 'float32[3]', b: 'float32[3]', m: 'float32[3]', v: 'float32[3]' },
    };
    await expect(raisedNodes(words)).rejects.toMatchObject({
      message: expect.stringContaining("'bn'"),
      next: expect.stringContaining('Export'),
    });
  });

  it('refuses opsets older than 7 by number', async () => {
    const model = aModel({ opset: 6, nodes: ['y = Relu(x)'], inputs: x, outputs: y });
    await expect(raiseOpset(model)).rejects.toThrow('opset 6');
  });

  it('gives the same bytes every time', async () => {
    const words = {
      opset: 9,
      nodes: [['y = Pad(x)', { pads: [0, 0, 1, 1, 0, 0, 1, 1] }] as const],
      inputs: x,
      outputs: y,
    };
    const [one, two] = await Promise.all(
      [raiseOpset(aModel(words)), raiseOpset(aModel(words))].map(async (m) => bytesOf(await m)),
    );
    expect(one).toEqual(two);
  });
});
