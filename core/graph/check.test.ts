import { describe, expect, it } from 'vitest';
import { issueSchema } from '#core/contract/issue.ts';
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import type { Tensor } from '#core/onnx/model.ts';
import { aGraph, aModel, type ModelWords } from '#core/testing/aModel.ts';
import { aNode } from '#core/testing/aNode.ts';
import { check, fine, lines } from './testing/checked.ts';

describe('checkModel', () => {
  it('gives others a turn between its parts, and finds the same then', async () => {
    const nodes = Array.from(
      { length: 5_000 },
      (_, at) => `n${at}: v${at + 1} = ${at === 4_000 ? 'Nelu' : 'Relu'}(v${at})`,
    );
    const words = { nodes, inputs: { v0: 'float32[1]' }, outputs: { v5000: 'float32' } };
    let turns = 0;
    const found = await check(words, { pause: async () => void turns++ });
    expect(found).toEqual(await check(words));
    expect(lines(found, 'error').join()).toContain('n4000');
    expect(turns).toBeGreaterThan(14);
  });

  it.each(['onnxruntime', 'tensorrt@8.6', 'tensorrt@10.6', 'tensorrt-rtx@1.7'])(
    'finds nothing in a sound model for %s',
    async (target) => {
      expect(await check(fine, { target, readWeights: true, profile: {} })).toEqual([]);
    },
  );

  it('gives issues as the contract has them, one sentence each, errors first', async () => {
    const issues = await check({ ...fine, nodes: ['a = Magic(x)', 'y = Relu(b)', 'idle = Neg(x)'], opset: 11 });
    expect(issues.length).toBeGreaterThan(3);
    for (const issue of issues) {
      expect(issueSchema.parse(issue)).toEqual(issue);
      expect(issue.message).toMatch(/^[A-Z0-9'].*\.$/s);
      expect(issue.next).toMatch(/^[A-Z].*[.]$/s);
    }
    const ranks = issues.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted());
  });

  it('joins what many nodes share and counts them', async () => {
    const nodes = ['one: a = Magic(x)', 'two: b = Magic(a)', 'three: y = Magic(b)'];
    expect(lines(await check({ ...fine, nodes }), 'error')).toEqual([
      "Magic node 'one' is of an operator that ai.onnx does not have, and so do 2 others.",
    ]);
  });
});

describe('operators', () => {
  it('offers the operator that a misspelt one means', async () => {
    const [issue] = await check({ ...fine, nodes: ['n: y = Convv(x, w)'] });
    expect(issue).toMatchObject({ severity: 'error', node: 'n' });
    expect(issue?.next).toContain('Conv ');
  });

  it('names an operator that the imported opset does not have yet', async () => {
    const [issue] = await check({
      nodes: ['n: y = Gelu(x)'],
      inputs: { x: 'float32[2]' },
      outputs: { y: 'float32[2]' },
    });
    expect(issue?.message).toBe("Gelu node 'n' needs opset 20 of ai.onnx, and the model imports opset 17.");
    expect(issue?.next).toContain('opset 20 or newer');
  });

  it('names an operator that was taken away', async () => {
    const issues = await check({
      nodes: ['n: y = Upsample(x, s)'],
      inputs: { x: 'float32[2,2]', s: 'float32[2]' },
      outputs: { y: 'float32' },
    });
    expect(lines(issues, 'error')[0]).toContain('that opset 10 took away');
  });

  it('misses the import of a domain', async () => {
    const model = aModel({
      nodes: ['n: y = ai.onnx.ml.Normalizer(x)'],
      inputs: { x: 'float32[2,2]' },
      outputs: { y: 'float32[2,2]' },
    });
    expect(lines(await check(model), 'error')[0]).toContain('of which the model imports no opset');
  });

  it('takes ONNX Runtime operators for ONNX Runtime only', async () => {
    const words = {
      nodes: ['n: y = com.microsoft.Gelu(x)'],
      inputs: { x: 'float32[2]' },
      outputs: { y: 'float32[2]' },
      opsets: { 'com.microsoft': 1 },
    };
    expect(await check(words)).toEqual([]);
    expect(lines(await check(words, { target: 'tensorrt@10.6' }))[0]).toContain('only ONNX Runtime has');
  });

  it('takes operators of other domains only where a function defines them', async () => {
    const words = {
      nodes: ['n: y = my.domain.Twice(x)'],
      inputs: { x: 'float32[2]' },
      outputs: { y: 'float32[2]' },
      opsets: { 'my.domain': 1 },
    };
    expect(lines(await check(words), 'error')).toHaveLength(1);
    const twice = {
      name: 'Twice',
      domain: 'my.domain',
      overload: '',
      docString: '',
      inputs: ['a'],
      outputs: ['b'],
      attributes: [],
      attributeDefaults: [],
      nodes: [aNode('b = Add(a, a)')],
      opsets: [{ domain: '', version: 17 }],
      values: [],
      metadata: [],
    };
    expect(await check({ ...words, functions: [twice] })).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ severity: 'error' })]),
    );
    const wrong = { ...twice, nodes: [aNode('b = Addd(a, a)')] };
    expect(lines(await check({ ...words, functions: [wrong] }), 'error')[0]).toContain('Addd');
  });

  it('looks into bodies', async () => {
    const body = aGraph({ nodes: ['deep: o = Nonsense(x)'], outputs: { o: 'float32' } });
    const nodes = [['y = If(c)', { then_branch: body, else_branch: body }]] as const;
    const issues = await check({ nodes, inputs: { c: 'bool[]', x: 'float32[2]' }, outputs: { y: 'float32' } });
    expect(issues[0]).toMatchObject({ severity: 'error', node: 'deep' });
  });
});

describe('opsets', () => {
  it('refuses an IR version and an opset that the runtime does not load', async () => {
    expect(lines(await check({ ...fine, irVersion: 14 }), 'error')[0]).toContain('IR version 14');
    expect(lines(await check({ ...fine, opset: 28 }), 'error')[0]).toContain('opset 28');
    expect(await check({ ...fine, irVersion: 14 }, { target: 'tensorrt@10.6' })).toEqual([]);
  });

  it('warns below opset 7 and says that Lathe raises opsets below 13 for INT8', async () => {
    const old = { nodes: ['y = Relu(x)'], inputs: { x: 'float32[2]' }, outputs: { y: 'float32[2]' } };
    expect(lines(await check({ ...old, opset: 6 }), 'warning')[0]).toContain('opset 6');
    const [issue] = await check({ ...fine, opset: 11 });
    expect(issue).toMatchObject({
      severity: 'info',
      message: 'The model imports opset 11, and INT8 scales for each channel need opset 13.',
    });
    expect(issue?.next).toContain('Lathe raises');
  });
});

describe('values', () => {
  const only = async (words: ModelWords) => lines(await check({ ...fine, ...words }), 'error');

  it('names a value that nobody gives, and a reader', async () => {
    expect(await only({ nodes: ['a = Conv(x, w)', 'r: y = Add(a, lost)'] })).toEqual([
      "Add node 'r' reads 'lost', which no node, input or initializer gives.",
    ]);
  });

  it('names values that two nodes give', async () => {
    expect((await only({ nodes: ['one: y = Relu(x)', 'two: y = Neg(x)'] }))[0]).toBe(
      "Neg node 'two' gives 'y', which Relu node 'one' gives already.",
    );
    expect((await only({ nodes: ['one: w = Relu(x)', 'y = Neg(w)'] }))[0]).toContain('an initializer gives already');
  });

  it('names an initializer that stands twice', async () => {
    const model = aModel(fine);
    const twice: readonly Tensor[] = [...model.graph.initializers, ...model.graph.initializers];
    expect(lines(await check({ ...model, graph: { ...model.graph, initializers: twice } }), 'warning')[0]).toContain(
      "'w'",
    );
  });

  it('names outputs that do not exist, stand twice, or are not there at all', async () => {
    expect((await only({ outputs: { gone: 'float32' } }))[0]).toContain("The output 'gone'");
    expect((await only({ outputs: {} }))[0]).toContain('has no outputs');
  });

  it('sees the values around a body and not those of a sibling', async () => {
    const good = aGraph({ nodes: ['o = Relu(a)'], outputs: { o: 'float32' } });
    const bad = aGraph({ nodes: ['p: o2 = Relu(o)'], outputs: { o2: 'float32' } });
    const nodes = ['a = Conv(x, w)', ['y = If(c)', { then_branch: good, else_branch: bad }]] as const;
    expect(await only({ nodes, inputs: { ...fine.inputs, c: 'bool[]' } })).toEqual([
      "Relu node 'p' reads 'o', which no node, input or initializer gives.",
    ]);
  });

  it('names the nodes of a cycle', async () => {
    expect((await only({ nodes: ['one: a = Add(x, b)', 'two: b = Relu(a)', 'y = Neg(b)'] }))[0]).toMatch(
      /one → two → one|two → one → two/,
    );
  });

  it('says where nodes are not in running order, and calls it harmless', async () => {
    const issues = await check({
      ...fine,
      nodes: ['late: y = Relu(a)', ['c: a = Conv(x, w)', { pads: [1, 1, 1, 1] }]],
    });
    expect(issues).toMatchObject([{ severity: 'info', node: 'late' }]);
  });
});

describe('nodes', () => {
  it('counts inputs and misses one that is needed', async () => {
    expect(lines(await check({ ...fine, nodes: ['n: y = Conv(x)'] }), 'error')[0]).toBe(
      "Conv node 'n' has 1 input, where 2 to 3 are meant since opset 11.",
    );
    expect(lines(await check({ ...fine, nodes: ['n: y = Conv(x, )'] }), 'error')[0]).toContain(
      'leaves out the input W',
    );
  });

  it('names attributes of the wrong kind, unknown ones and absent ones', async () => {
    const wrong = await check({ ...fine, nodes: [['n: y = Conv(x, w)', { group: floatAttr('group', 1) }]] });
    expect(lines(wrong, 'error')[0]).toBe("Conv node 'n' has an attribute 'group' of kind float, where int is meant.");
    const unknown = await check({ ...fine, nodes: [['n: y = Conv(x, w)', { strids: [1, 1] }]] });
    expect(unknown[0]?.next).toContain("'strides'");
    expect(lines(await check({ ...fine, nodes: ['n: y = Concat(x, x)'] }), 'error')[0]).toContain(
      "lacks the attribute 'axis'",
    );
  });

  it('says which types an operator takes, and when two inputs differ', async () => {
    const inputs = { x: 'int64[2]', f: 'float32[2]' };
    const wrong = await check({ nodes: ['n: y = Sqrt(x)'], inputs, outputs: { y: 'float32' } });
    expect(lines(wrong, 'error')[0]).toContain("'x' of type int64 as its input X");
    const mixed = await check({ nodes: ['n: y = Add(x, f)'], inputs, outputs: { y: 'float32' } });
    expect(lines(mixed, 'error')[0]).toContain("'x' of type int64 and 'f' of type float32, which must be of one type");
  });

  it('knows for which types ONNX Runtime has a kernel', async () => {
    const words = (type: string) => ({
      nodes: ['n: y = Where(c, x, x)'],
      inputs: { c: 'bool[2]', x: type },
      outputs: { y: type },
    });
    expect(await check(words('float32[2]'))).toEqual([]);
    expect(await check(words('float16[2]'))).toEqual([]);
    const [issue] = await check(words('uint32[2]'));
    expect(issue).toMatchObject({ severity: 'error', node: 'n' });
    expect(issue?.message).toContain('no Where of uint32 for the CPU');
  });

  it('refuses names that stand twice and counts those that are missing', async () => {
    const issues = await check({
      ...fine,
      nodes: [['c: a = Conv(x, w)', { pads: [1, 1, 1, 1] }], 'c: b = Relu(a)', 'y = Relu(b)'],
    });
    expect(issues).toMatchObject([
      { severity: 'error', node: 'c' },
      { severity: 'info', node: null, message: '1 node has no name.' },
    ]);
  });

  it('tells idle nodes and weights without alarm', async () => {
    const issues = await check({
      ...fine,
      nodes: [...fine.nodes, 'i: idle = Neg(x)'],
      initializers: { ...fine.initializers, old: 'float32[2]' },
    });
    expect(issues.map(({ severity }) => severity)).toEqual(['info', 'info']);
    expect(lines(issues).join(' ')).toMatch(/'i'.*'old'/);
  });

  it('turns contradictions of shapes into errors and stale declarations into warnings', async () => {
    expect(lines(await check({ ...fine, initializers: { w: 'float32[4,5,3,3]' } }), 'error')[0]).toBe(
      "The node 'c' cannot run: the input has 3 channels and the weight takes 5.",
    );
    const stale = await check({ ...fine, outputs: { y: 'float32[1,4,9,9]' } });
    expect(stale).toMatchObject([{ severity: 'warning', node: 'r' }]);
  });
});
