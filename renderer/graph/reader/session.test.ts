import { describe, expect, it } from 'vitest';
import type { LatheError } from '#core/contract/failure.ts';
import type { Model } from '#core/onnx/model.ts';
import { readNpy } from '#core/onnx/npy.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { costText } from '../inspector/operationCount.ts';
import { handleOf, handleOfBytes, inProcessClient } from '../testing/inProcess.ts';

const small = aModel({
  inputs: { x: 'float32[batch,3,8,8]' },
  outputs: { y: 'float32' },
  initializers: { w: 'float32[4,3,3,3]', b: 'float32[4]', shape: ['int64[2]', [0, -1]] },
  nodes: [
    ['first/Conv: a = Conv(x, w, b)', { kernel_shape: [3, 3], strides: [2, 2], group: 1 }],
    'r = Relu(a)',
    'last: y = Reshape(r, shape)',
  ],
});

async function opened(model: Model) {
  const handle = await handleOf(model);
  const client = inProcessClient(handle);
  return { client, scene: await client.call('open', { name: handle.name, size: handle.source.size }) };
}

describe('graphSession', () => {
  it('opens a model as a laid-out scene of inputs, operators and outputs', async () => {
    const { scene } = await opened(small);
    expect(scene.count).toBe(5);
    expect([...scene.kinds]).toEqual([1, 0, 0, 0, 2]);
    expect(scene.titles).toEqual(['Input', 'Conv', 'Relu', 'Reshape', 'Output']);
    expect([...scene.from]).toEqual([0, 1, 2, 3]);
    expect([...scene.to]).toEqual([1, 2, 3, 4]);
    expect([...scene.y]).toEqual([...scene.y].sort((a, b) => a - b));
    expect(scene.crumbs.map(({ title }) => title)).toEqual(['test.onnx']);
  });

  it('fills cards with weights, told constants, key attributes and inferred shapes', async () => {
    const { client } = await opened(small);
    const [conv, reshape] = await client.call('cards', { scope: [], items: Int32Array.of(1, 3) });
    expect(conv).toMatchObject({ title: 'Conv', name: 'first', family: 'convolution' });
    expect(conv?.rows.flat().map(({ label, text }) => `${label} ${text}`)).toEqual([
      'W ⟨4×3×3×3⟩',
      'B ⟨4⟩',
      'kernel 3×3',
      'stride 2',
    ]);
    expect(conv?.outputs).toEqual([{ value: 'a', text: 'batch×4×3×3', offset: 0 }]);
    expect(reshape?.rows.flat()[0]).toMatchObject({ label: 'shape', text: '[0, -1]', value: 'shape' });
  });

  it('describes a node by the names that its operator gives inputs and outputs', async () => {
    const { client } = await opened(small);
    const node = await client.call('node', { scope: [], item: 1 });
    if (node.kind !== 'node') throw new Error('the item is no node');
    expect(node).toMatchObject({ name: 'first/Conv', operator: 'Conv', since: 11, parameters: 112, weightBytes: 448 });
    expect(node.inputs.map(({ label, value, from }) => [label, value, from])).toEqual([
      ['X', 'x', 'input'],
      ['W', 'w', 'weight'],
      ['B', 'b', 'weight'],
    ]);
    expect(node.inputs[0]?.links).toEqual([{ item: 0, label: 'Input x' }]);
    expect(node.outputs[0]).toMatchObject({ label: 'Y', value: 'a', links: [{ item: 2, label: 'Relu' }] });
    // 4 · 3 · 3 outputs of 27 products each, with batch taken as 1.
    expect(node.macs).toBe(4 * 3 * 3 * 27);
    expect(node.takenAsOne).toEqual(['batch']);
    expect(costText(node.macs ?? 0, node.takenAsOne)).toBe('972 with batch = 1');
    expect(node.attributes.find(({ name }) => name === 'group')).toMatchObject({ text: '1', usual: true });
  });

  it('describes inputs and outputs of the graph in the same form', async () => {
    const { client } = await opened(small);
    const input = await client.call('node', { scope: [], item: 0 });
    expect(input).toMatchObject({ operator: 'Input', name: 'x', inputs: [] });
    expect(input.outputs[0]?.links.map(({ item }) => item)).toEqual([1]);
    const output = await client.call('node', { scope: [], item: 4 });
    expect(output.inputs[0]?.links.map(({ item }) => item)).toEqual([3]);
  });

  it('describes tensors with their place, producer and readers', async () => {
    const { client } = await opened(small);
    const weight = await client.call('tensor', { scope: [], value: 'w' });
    expect(weight).toMatchObject({ role: 'weight', type: 'float32 ⟨4×3×3×3⟩', bytes: 432, stored: true });
    expect(weight.place).toMatch(/^in the model/);
    expect(weight.readers).toEqual([{ item: 1, label: 'Conv first' }]);
    const made = await client.call('tensor', { scope: [], value: 'r' });
    expect(made).toMatchObject({ role: 'node', stored: false, bytes: null, producer: { item: 2 } });
    expect((await client.call('tensor', { scope: [], value: 'y' })).readers.map(({ item }) => item)).toEqual([4]);
  });

  it('counts and saves the values of a weight', async () => {
    const { client } = await opened(small);
    const shares: (number | null)[] = [];
    const statistics = await client.call(
      'statistics',
      { scope: [], value: 'shape' },
      { onProgress: ({ share }) => shares.push(share) },
    );
    expect(statistics).toMatchObject({ count: 2, zeros: 1, min: -1, max: 0 });
    expect(shares.at(-1)).toBe(1);
    const { bytes, widened } = await client.call('npy', { scope: [], value: 'shape' });
    expect(widened).toBe('');
    expect(readNpy(bytes).dims).toEqual([2]);
  });

  it('says that an activation has no values in the file', async () => {
    const { client } = await opened(small);
    await expect(client.call('statistics', { scope: [], value: 'a' })).rejects.toMatchObject({
      failure: { kind: 'job', reason: expect.stringContaining("'a'") },
    });
  });

  it('stops counting when it is told to', async () => {
    const { client } = await opened(small);
    const abort = new AbortController();
    const counting = client.call('statistics', { scope: [], value: 'w' }, { signal: abort.signal });
    abort.abort();
    await expect(counting).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  });

  it('finds nodes, each node of an operator, and tensors', async () => {
    const { client } = await opened(small);
    const find = async (query: string) => (await client.call('search', { scope: [], query, limit: 10 })).hits;
    expect((await find('last'))[0]).toMatchObject({ kind: 'node', item: 3 });
    expect((await find('relu'))[0]).toMatchObject({ kind: 'operator', item: 2, label: 'Relu', match: [0, 4] });
    expect((await find('shape')).find(({ kind }) => kind === 'tensor')).toMatchObject({ item: 3, port: -1 });
    expect(await find('nothing of the kind')).toEqual([]);
  });

  it('tells the model as a whole, with its issues and the card that each is about', async () => {
    const { client } = await opened(
      aModel({ inputs: { x: 'float32[1]' }, outputs: { y: 'float32[1]' }, nodes: ['odd: y = Nonsense(x)'] }),
    );
    const model = await client.call('model', { target: 'onnxruntime' });
    expect(model).toMatchObject({ nodes: 1, inputs: [{ name: 'x', type: 'float32 1' }] });
    expect(model.operators).toEqual([{ name: 'Nonsense', family: 'other', count: 1 }]);
    expect(model.issues.find(({ node }) => node === 'odd')).toMatchObject({ severity: 'error', item: 1 });
  });

  it('enters the bodies of a node and shows there what comes from outside', async () => {
    const body = aGraph({ outputs: { t: 'float32' }, nodes: ['inner: t = Add(h, h)'] });
    const { client, scene } = await opened(
      aModel({
        inputs: { x: 'float32[2]', c: 'bool[]' },
        outputs: { y: 'float32[2]' },
        nodes: ['h = Exp(x)', ['choice: y = If(c)', { then_branch: body, else_branch: body }]],
      }),
    );
    const [card] = await client.call('cards', { scope: [], items: Int32Array.of(scene.itemOf[1] ?? -1) });
    expect(card?.inside.map(({ attribute }) => attribute).sort()).toEqual(['else_branch', 'then_branch']);
    const inner = await client.call('enter', { scope: [{ node: 1, attribute: 'then_branch', place: 0 }] });
    expect(inner.titles).toEqual(['From outside', 'Add', 'Output']);
    expect(inner.crumbs.map(({ title }) => title)).toEqual(['test.onnx', 'If choice · then_branch']);
    const [outer] = await client.call('cards', { scope: inner.scope, items: Int32Array.of(0) });
    expect(outer?.outputs[0]).toMatchObject({ value: 'h', text: '2' });
  });

  it('leads from a body to what makes its values outside, and from a node into its bodies', async () => {
    const inmost = aGraph({ outputs: { u: 'float32' }, nodes: ['u = Mul(h, w)'] });
    const body = aGraph({
      outputs: { t: 'float32' },
      nodes: ['inner: v = Add(h, h)', ['t = If(c)', { then_branch: inmost, else_branch: inmost }]],
    });
    const { client, scene } = await opened(
      aModel({
        inputs: { x: 'float32[2]', c: 'bool[]' },
        outputs: { y: 'float32[2]' },
        initializers: { w: 'float32[2]' },
        nodes: ['made: h = Exp(x)', ['choice: y = If(c)', { then_branch: body, else_branch: inmost }]],
      }),
    );
    const then = { node: 1, attribute: 'then_branch', place: 0 };
    const node = await client.call('node', { scope: [], item: scene.itemOf[1] ?? -1 });
    expect(node).toMatchObject({ kind: 'node' });
    const taken = node.kind === 'node' ? node.taken : [];
    expect(taken.map(({ value, from }) => [value, from])).toEqual([
      ['h', 'node'],
      ['c', 'input'],
      ['w', 'weight'],
    ]);
    expect(taken[0]?.links.map(({ label }) => label)).toEqual(['Exp made', 'in then_branch', 'in else_branch']);
    expect(taken[1]?.links.at(-1)?.elsewhere).toEqual({ scope: [then], value: 'c' });

    const deep = [then, then];
    const inner = await client.call('enter', { scope: deep });
    const detailOf = async (value: string) => {
      const item = await client.call('itemOf', { scope: deep, value });
      expect(inner.titles[inner.titleOf[item] ?? 0]).toBe('From outside');
      return client.call('node', { scope: deep, item });
    };
    const [link] = (await detailOf('h')).inputs[0]?.links ?? [];
    expect(link).toMatchObject({ label: 'Exp made', elsewhere: { scope: [], value: 'h' } });
    expect(await client.call('itemOf', { scope: [], value: 'h' })).toBe(scene.itemOf[0]);
    // A weight has no card to go to.
    expect((await detailOf('w')).inputs).toEqual([]);
    expect(await client.call('itemOf', { scope: [], value: 'nobody' })).toBe(-1);
  });

  describe('with groups', () => {
    const layer = (at: number) => [
      `/layer/${at}/Neg: n${at} = Neg(x${at})`,
      `/layer/${at}/Exp: e${at} = Exp(n${at})`,
      `/layer/${at}/Add: x${at + 1} = Add(e${at}, x${at})`,
    ];
    const layers = aModel({
      inputs: { x0: 'float32[2]' },
      outputs: { y: 'float32[2]' },
      nodes: [0, 1, 2].flatMap(layer).concat('last: y = Relu(x3)'),
    });

    it('groups nodes by scope and folds a group into one card with its values as ports', async () => {
      const { client } = await opened(layers);
      const { tree } = await client.call('groups', { scope: [], by: 'scope', given: [] });
      expect(tree.paths).toEqual(['layer', 'layer/0', 'layer/1', 'layer/2']);
      const scene = await client.call('fold', { scope: [], folded: [1, 3], once: [] });
      expect([...scene.kinds]).toEqual([1, 3, 0, 0, 0, 3, 0, 2]);
      expect([...scene.itemOf]).toEqual([1, 1, 1, 2, 3, 4, 5, 5, 5, 6]);
      expect([...scene.from].map((from, edge) => [from, scene.to[edge]])).toEqual(
        expect.arrayContaining([
          [0, 1],
          [1, 2],
          [1, 4],
          [4, 5],
          [5, 6],
          [6, 7],
        ]),
      );
      const [card] = await client.call('cards', { scope: [], items: Int32Array.of(1) });
      expect(card).toMatchObject({ kind: 'group', title: '0', name: '3 nodes' });
      expect(card?.outputs.map(({ value }) => value)).toEqual(['x1']);
      const detail = await client.call('node', { scope: [], item: 1 });
      expect(detail).toMatchObject({ kind: 'group', path: 'layer/0', nodes: 3 });
      expect(detail.inputs.map(({ value }) => value)).toEqual(['x0']);
      expect((await client.call('fold', { scope: [], folded: [], once: [] })).count).toBe(12);
    });

    it('shows repeated blocks once, without the edges that lead on from one to the next', async () => {
      const { client } = await opened(layers);
      const blocks = await client.call('blocks', { scope: [] });
      expect(blocks).toMatchObject([{ name: 'layer/0', size: 3 }]);
      const scene = await client.call('fold', { scope: [], folded: [], once: [0] });
      expect(scene.count).toBe(6);
      expect([...scene.from].map((from, edge) => [from, scene.to[edge]]).sort()).toEqual([
        [0, 1],
        [0, 3],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 5],
      ]);
    });

    it('shows a block once inside another one that is shown once', async () => {
      const pairs = [0, 1, 2, 3].flatMap((at) =>
        layer(at).map((line) => line.replace(`/${at}/`, `/${at >> 1}/${at & 1}/`)),
      );
      const { client } = await opened(
        aModel({ inputs: { x0: 'float32[2]' }, outputs: { x4: 'float32[2]' }, nodes: pairs }),
      );
      const blocks = await client.call('blocks', { scope: [] });
      expect(blocks.map(({ size, occurrences }) => [size, occurrences.length])).toEqual([
        [3, 4],
        [6, 2],
      ]);
      expect((await client.call('fold', { scope: [], folded: [], once: [1] })).count).toBe(8);
      expect((await client.call('fold', { scope: [], folded: [], once: [0, 1] })).count).toBe(5);
      expect((await client.call('fold', { scope: [], folded: [], once: [0] })).count).toBe(5);
    });

    it('groups nodes that the window names, as fusion does', async () => {
      const { client } = await opened(layers);
      const given = [{ name: 'pointwise', nodes: ['/layer/0/Neg', '/layer/0/Exp'] }];
      expect((await client.call('groups', { scope: [], by: 'fusion', given })).tree.sizes).toEqual(Int32Array.of(2));
      expect((await client.call('fold', { scope: [], folded: [0], once: [] })).count).toBe(11);
    });

    it('opens the calls of local functions as groups, and closes them again', async () => {
      const twice = {
        ...layers,
        functions: [
          {
            name: 'Twice',
            domain: 'my',
            overload: '',
            docString: '',
            inputs: ['a'],
            outputs: ['b'],
            attributes: [],
            attributeDefaults: [],
            nodes: aGraph({ nodes: ['h = Neg(a)', 'b = Exp(h)'] }).nodes,
            opsets: [{ domain: '', version: 17 }],
            values: [],
            metadata: [],
          },
        ],
        opsets: [...layers.opsets, { domain: 'my', version: 1 }],
        graph: aGraph({
          inputs: { x: 'float32[2]' },
          outputs: { y: 'float32[2]' },
          nodes: ['call: m = my.Twice(x)', 'y = Relu(m)'],
        }),
      };
      const { client, scene } = await opened(twice);
      expect(scene.count).toBe(4);
      const { tree, hasFunctions } = await client.call('groups', { scope: [], by: 'function', given: [] });
      expect(hasFunctions).toBe(true);
      expect(tree.paths).toEqual(['Twice (call)']);
      expect((await client.call('fold', { scope: [], folded: [], once: [] })).count).toBe(5);
      const folded = await client.call('fold', { scope: [], folded: [0], once: [] });
      expect([...folded.kinds]).toEqual([1, 3, 0, 2]);
      const [card] = await client.call('cards', { scope: [], items: Int32Array.of(1) });
      expect(card?.outputs).toMatchObject([{ value: 'm', text: '2' }]);
      await client.call('groups', { scope: [], by: 'scope', given: [] });
      expect((await client.call('fold', { scope: [], folded: [], once: [] })).titles).toContain('Twice');
    });

    it('gives a figure for each node', async () => {
      const { client } = await opened(small);
      expect([...(await client.call('metric', { metric: 'weights' }))]).toEqual([448, 0, 16]);
    });

    it('writes the nodes behind items as a model', async () => {
      const { client } = await opened(layers);
      const part = await client.call('extract', { items: [1, 2], name: 'part.onnx' });
      expect(part).toMatchObject({ nodes: 2, inputs: ['x0'], outputs: ['e0'], files: [{ name: 'part.onnx' }] });
      const bytes = new Uint8Array((await part.files[0]?.content.arrayBuffer()) ?? new ArrayBuffer());
      const again = inProcessClient(handleOfBytes(bytes));
      expect((await again.call('open', { name: 'part', size: bytes.length })).count).toBe(4);
    });

    it('tells what differs from a model that another worker has open', async () => {
      const [one, other] = [await opened(layers), await opened(small)];
      const before = await one.client.call('digest', { weights: false });
      const diff = await other.client.call('diff', { before, weights: false });
      expect(diff.added.map(({ operator }) => operator)).toEqual(['Conv', 'Reshape']);
      expect(diff.removed.length).toBe(9);
    });
  });

  it('knows the items of nodes by name', async () => {
    const { client } = await opened(small);
    expect([...(await client.call('itemsOf', { names: ['last', 'node_of_r', 'nobody'] }))]).toEqual([3, 2, -1]);
  });

  it('refuses what is no model with a reason and a next step', async () => {
    const handle = handleOfBytes(new TextEncoder().encode('this is a letter, not a model'));
    const client = inProcessClient(handle);
    const error: LatheError = await client
      .call('open', { name: 'letter.txt', size: handle.source.size })
      .catch((thrown) => thrown);
    expect(error.failure).toMatchObject({ kind: 'job', reason: expect.stringContaining('not an ONNX model') });
    expect(error.failure.next).not.toBe('');
  });

  it('passes on why the window could not read the file', async () => {
    const handle = handleOfBytes(new Uint8Array(64), {
      source: { size: 64, read: () => Promise.reject(new Error('the disk was pulled out')) },
    });
    await expect(inProcessClient(handle).call('open', { name: 'm', size: 64 })).rejects.toThrow(
      'the disk was pulled out',
    );
  });
});
