import { describe, expect, it } from 'vitest';
import { DataType } from '#core/onnx/dataType.ts';
import { referenceAttr } from '#core/onnx/makeAttribute.ts';
import type { LocalFunction } from '#core/onnx/model.ts';
import { memorySource } from '#core/onnx/source.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { aNode } from '#core/testing/aNode.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { inferredType } from '#core/testing/inferredTypes.ts';
import { inferShapes } from './inferShapes.ts';

const int = (...values: number[]) => [`int64[${values.length}]`, values] as const;

describe('inferShapes', () => {
  it('follows an exported reshape through Shape, Gather, Unsqueeze and Concat, names included', async () => {
    const nodes = [
      's = Shape(x)',
      'b = Gather(s, zero)',
      'l = Gather(s, one)',
      'bu = Unsqueeze(b, axes)',
      'lu = Unsqueeze(l, axes)',
      ['t = Concat(bu, lu, heads, rest)', { axis: 0 }],
      'r = Reshape(x, t)',
      ['y = Transpose(r)', { perm: [0, 2, 1, 3] }],
    ] as const;
    const initializers = {
      zero: ['int64[]', [0]],
      one: ['int64[]', [1]],
      axes: int(0),
      heads: int(12),
      rest: int(-1),
    } as const;
    const words = { nodes, initializers, inputs: { x: 'float32[batch,seq,768]' } };
    expect(await inferredType(words, 'y')).toBe('float32[batch,12,seq,64]');
    expect(await inferredType(words, 'y', { dimensions: { batch: 2, seq: 9 } })).toBe('float32[2,12,9,64]');
    expect(await inferredType(words, 'y', { inputShapes: { x: [3, 5, 24] } })).toBe('float32[3,12,5,2]');
  });

  it('keeps the elements of computed sizes, known or named', async () => {
    const table = await inferShapes(
      aModel({
        nodes: ['s = Shape(x)', 'd = Div(s, two)', 'm = Sub(d, s)', ['f = Cast(s)', { to: 1 }], 'p = ReduceProd(s)'],
        inputs: { x: 'float32[4,n]' },
        initializers: { two: ['int64[]', [2]] },
      }),
    );
    expect(table.elements('d')).toEqual({ dims: [2], values: [2, 'floor(n/2)'] });
    expect(table.elements('m')?.values).toEqual([-2, 'floor(n/2) - n']);
    expect(table.elements('f')?.values).toEqual([4, 'n']);
    expect(table.elements('p')).toEqual({ dims: [1], values: ['4*n'] });
  });

  it('expands by the idiom in which exporters write -1 for "as it is"', async () => {
    const nodes = [
      's = Shape(x)',
      ['filled = ConstantOfShape(len)', { value: aTensor('one', 'int64[1]', [1]) }],
      'm = Mul(filled, minus)',
      'e = Equal(want, m)',
      'w = Where(e, filled, want)',
      'y = Expand(x, w)',
    ] as const;
    const initializers = { len: int(2), minus: ['int64[]', [-1]], want: int(4, -1) } as const;
    expect(await inferredType({ nodes, initializers, inputs: { x: 'float32[1,n]' } }, 'y')).toBe('float32[4,n]');
  });

  it('agrees over both branches of an If, and takes the one that a known condition takes', async () => {
    const branch = (type: string) => aGraph({ outputs: { o: type }, nodes: ['o = Identity(x)'] });
    const other = aGraph({ outputs: { o: 'float32' }, nodes: [['o = Concat(x, x)', { axis: 0 }]] });
    const nodes = [['y = If(c)', { then_branch: branch('float32'), else_branch: other }]] as const;
    const inputs = { x: 'float32[3,n]' };
    expect(await inferredType({ nodes, inputs: { ...inputs, c: 'bool[]' } }, 'y')).toBe('float32[?,n]');
    expect(await inferredType({ nodes, inputs, initializers: { c: ['bool[]', [0]] } }, 'y')).toBe('float32[6,n]');
    const table = await inferShapes(aModel({ nodes, inputs, initializers: { c: ['bool[]', [1]] } }));
    expect(table.tensor('o', 'node_of_y › then_branch')?.shape).toEqual([3, 'n']);
    expect(table.tensor('x', 'node_of_y › then_branch')?.shape).toEqual([3, 'n']);
  });

  it('forgets the axes that grow in a Loop and stacks what it collects', async () => {
    const body = aGraph({
      inputs: { i: 'int64[]', going: 'bool[]', state: 'float32', fixed: 'float32' },
      nodes: [
        'on = Identity(going)',
        ['grown = Concat(state, fixed)', { axis: 0 }],
        'same = Relu(fixed)',
        'out = Relu(fixed)',
      ],
      outputs: { on: 'bool[]', grown: 'float32', same: 'float32', out: 'float32' },
    });
    const words = {
      nodes: [['a, b, c = Loop(turns, , x, x)', { body }]] as const,
      inputs: { x: 'float32[2,n]' },
      initializers: { turns: ['int64[]', [5]] } as const,
    };
    expect(await inferredType(words, 'a')).toBe('float32[?,n]');
    expect(await inferredType(words, 'b')).toBe('float32[2,n]');
    expect(await inferredType(words, 'c')).toBe('float32[5,2,n]');
  });

  it('cuts the inputs of a Scan and stacks its outputs along the axes that are asked for', async () => {
    const body = aGraph({
      inputs: { sum: 'float32', step: 'float32' },
      nodes: ['next = Add(sum, step)', 'out = Identity(next)'],
      outputs: { next: 'float32', out: 'float32' },
    });
    const words = {
      nodes: [
        ['last, all = Scan(zero, x)', { body, num_scan_inputs: 1, scan_input_axes: [1], scan_output_axes: [-1] }],
      ] as const,
      inputs: { zero: 'float32[4]', x: 'float32[4,seq]' },
    };
    expect(await inferredType(words, 'last')).toBe('float32[4]');
    expect(await inferredType(words, 'all')).toBe('float32[4,seq]');
  });

  const twice: LocalFunction = {
    name: 'Twice',
    domain: 'local',
    overload: '',
    docString: '',
    inputs: ['a'],
    outputs: ['o'],
    attributes: ['axis'],
    attributeDefaults: [],
    nodes: [
      { ...aNode('o = Concat(a, a)'), attributes: [referenceAttr('axis', 'int', 'axis')] },
      aNode('inner = Relu(o)'),
    ],
    opsets: [{ domain: '', version: 17 }],
    values: [],
    metadata: [],
  };

  it('infers a local function anew for each call, with the attributes of the call', async () => {
    const nodes = [
      ['first: y = local.Twice(x)', { axis: 0 }],
      ['second: z = local.Twice(y)', { axis: 1 }],
    ] as const;
    const model = aModel({ nodes, inputs: { x: 'float32[n,3]' }, functions: [twice], opsets: { local: 1 } });
    const table = await inferShapes(model);
    expect(table.tensor('y')?.shape).toEqual(['2*n', 3]);
    expect(table.tensor('z')?.shape).toEqual(['2*n', 6]);
    expect(table.tensor('inner', 'second')?.shape).toEqual(['2*n', 6]);
  });

  it('ends for functions that call themselves', async () => {
    const endless = { ...twice, nodes: [aNode('b = local.Twice(a)'), aNode('o = local.Twice(b)')] };
    const model = aModel({
      nodes: ['y = local.Twice(x)'],
      inputs: { x: 'float32[3]' },
      functions: [endless],
      opsets: { local: 1 },
    });
    expect((await inferShapes(model)).tensor('y')).toBeUndefined();
  });

  it('takes what the file declares where there is no rule, and goes on from it', async () => {
    const words = {
      nodes: ['a = com.example.Magic(x)', 'y = Relu(a)'] as const,
      inputs: { x: 'float32[n,3]' },
      values: { a: 'float32[n,7]' },
    };
    expect(await inferredType(words, 'y')).toBe('float32[n,7]');
    expect(await inferredType(words, 'y', { dimensions: { n: 2 } })).toBe('float32[2,7]');
    expect(await inferredType({ ...words, values: {} }, 'y')).toBe('?');
  });

  it('reports what is declared otherwise, and goes by its own', async () => {
    const table = await inferShapes(
      aModel({ nodes: ['c: y = Relu(x)'], inputs: { x: 'float32[2,3]' }, outputs: { y: 'float32[2,4]' } }),
    );
    expect(table.tensor('y')?.shape).toEqual([2, 3]);
    expect(table.conflicts).toEqual([
      { kind: 'declared', path: '', node: 'c', value: 'y', message: 'is declared as [2, 4] and computed as [2, 3]' },
    ]);
  });

  it('reports inputs that do not fit and leaves the outputs unknown', async () => {
    const table = await inferShapes(
      aModel({
        nodes: ['bad: a = Add(x, w)', 'y = Relu(a)'],
        inputs: { x: 'float32[2,3]' },
        initializers: { w: 'float32[4]' },
      }),
    );
    expect(table.tensor('a')).toBeUndefined();
    expect(table.conflicts.map(({ node, message }) => `${node}: ${message}`)).toEqual([
      'bad: shapes [2, 3] and [4] do not broadcast',
    ]);
  });

  it('reports an output that would have a negative size', async () => {
    const table = await inferShapes(
      aModel({ nodes: ['c: y = Conv(x, w)'], inputs: { x: 'float32[1,3,2,9]', w: 'float32[4,3,5,5]' } }),
    );
    expect(table.tensor('y')?.shape).toEqual([1, 4, undefined, 5]);
    expect(table.conflicts).toMatchObject([{ kind: 'size', node: 'c', message: 'would have the size -2 at axis 2' }]);
  });

  it('reports an attribute of the wrong kind instead of throwing', async () => {
    const table = await inferShapes(
      aModel({ nodes: [['y = Concat(x, x)', { axis: 'one' }]], inputs: { x: 'float32[2]' } }),
    );
    expect(table.conflicts).toHaveLength(1);
    expect(table.conflicts[0]?.message).toContain("'axis'");
  });

  it('goes on where a constant cannot be read', async () => {
    const shape = { name: 's', dataType: DataType.int64, dims: [2], docString: '', metadata: [] };
    for (const data of [
      { kind: 'file', offset: 1000, length: 16 },
      { kind: 'external', location: 'gone.bin', offset: 0, length: 16 },
    ] as const) {
      const words = {
        nodes: ['y = Reshape(x, s)'] as const,
        inputs: { x: 'float32[6]' },
        initializers: { s: { ...shape, data } },
      };
      expect(await inferredType(words, 'y')).toBe('float32[?,?]');
    }
  });

  it('reads small constants from another file where it is told how', async () => {
    const bytes = new Uint8Array(new BigInt64Array([2n, 3n]).buffer);
    const data = { kind: 'external', location: 'side.bin', offset: 0, length: 16 } as const;
    const s = { name: 's', dataType: DataType.int64, dims: [2], docString: '', metadata: [], data };
    const words = { nodes: ['y = Reshape(x, s)'] as const, inputs: { x: 'float32[6]' }, initializers: { s } };
    expect(await inferredType(words, 'y', { openExternal: async () => memorySource(bytes) })).toBe('float32[2,3]');
  });

  it('sorts nodes that stand before what they read, and survives a cycle', async () => {
    expect(await inferredType({ nodes: ['y = Relu(a)', 'a = Neg(x)'], inputs: { x: 'float32[n]' } }, 'y')).toBe(
      'float32[n]',
    );
    expect(await inferredType({ nodes: ['y = Relu(a)', 'a = Neg(y)'] }, 'y')).toBe('?');
  });

  it('infers 50,000 nodes within two seconds', async () => {
    const nodes = Array.from({ length: 25_000 }, (_, at) => [
      `a${at} = Relu(y${at})`,
      `y${at + 1} = Add(a${at}, a${at})`,
    ]).flat();
    const model = aModel({ nodes, inputs: { y0: 'float32[n,64,h,w]' } });
    const time = async () => {
      const start = performance.now();
      await inferShapes(model);
      return performance.now() - start;
    };
    // The better of two: other work on the machine is not what is measured.
    expect(Math.min(await time(), await time())).toBeLessThan(2000);
    const table = await inferShapes(model);
    expect(table.tensor('y25000')?.shape).toEqual(['n', 64, 'h', 'w']);
  });
});
