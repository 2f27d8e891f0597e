// Random networks of float32 for property tests: convolutions, products, sums, branches, bodies and functions.
import fc from 'fast-check';
import type { LocalFunction, Model } from '#core/onnx/model.ts';
import { aGraph, aModel } from './aModel.ts';
import type { NodeLine } from './aNode.ts';
import { aTensor } from './aTensor.ts';

/** Every value that the next layer may read has this shape. */
const shape = 'float32[1,4,6,6]';

interface Made {
  readonly nodes: readonly NodeLine[];
  readonly weights?: Readonly<Record<string, string | readonly [string, readonly number[]]>>;
}

/** Makes the value `y` of `a` and `b`. */
type Layer = (y: string, a: string, b: string) => Made;

const layers: readonly Layer[] = [
  (y, a) => ({
    nodes: [[`${y}_n: ${y} = Conv(${a}, ${y}_w, ${y}_b)`, { pads: [1, 1, 1, 1] }]],
    weights: { [`${y}_w`]: 'float32[4,4,3,3]', [`${y}_b`]: 'float32[4]' },
  }),
  (y, a) => ({
    nodes: [[`${y}_c: ${y}_o = Conv(${a}, ${y}_w)`, { pads: [1, 1, 1, 1], group: 4 }], `${y}_n: ${y} = Relu(${y}_o)`],
    weights: { [`${y}_w`]: 'float32[4,1,3,3]' },
  }),
  (y, a) => ({ nodes: [`${y}_n: ${y} = ConvTranspose(${a}, ${y}_w)`], weights: { [`${y}_w`]: 'float32[4,4,1,1]' } }),
  (y, a) => ({ nodes: [`${y}_n: ${y} = MatMul(${a}, ${y}_w)`], weights: { [`${y}_w`]: 'float32[6,6]' } }),
  (y, a, b) => ({ nodes: [`${y}_n: ${y} = MatMul(${a}, ${b})`] }),
  (y, a, b) => ({ nodes: [`${y}_n: ${y} = Add(${a}, ${b})`] }),
  (y, a, b) => ({ nodes: [`${y}_g: ${y}_s = Sigmoid(${a})`, `${y}_n: ${y} = Mul(${y}_s, ${b})`] }),
  (y, a) => ({ nodes: [`${y}_n: ${y} = Relu(${a})`] }),
  (y, a) => ({ nodes: [`${y}_n: ${y} = HardSwish(${a})`] }),
  (y, a) => ({
    nodes: [`${y}_n: ${y} = Clip(${a}, ${y}_low, ${y}_high)`],
    weights: { [`${y}_low`]: ['float32[]', [0]], [`${y}_high`]: ['float32[]', [6]] },
  }),
  (y, a) => ({ nodes: [[`${y}_n: ${y} = Softmax(${a})`, { axis: -1 }]] }),
  (y, a) => ({ nodes: [`${y}_t: ${y}_h = Tanh(${a})`, `${y}_n: ${y} = Exp(${y}_h)`] }),
  (y, a) => ({ nodes: [[`${y}_m: ${y}_o = ReduceMean(${a})`, { axes: [2, 3] }], `${y}_n: ${y} = Sub(${a}, ${y}_o)`] }),
  (y, a) => ({ nodes: [[`${y}_n: ${y} = MaxPool(${a})`, { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }]] }),
  (y, a) => ({ nodes: [[`${y}_n: ${y} = Transpose(${a})`, { perm: [0, 1, 3, 2] }]] }),
  (y, a, b) => ({
    nodes: [[`${y}_k: ${y}_o = Concat(${a}, ${b})`, { axis: 1 }], `${y}_n: ${y} = Conv(${y}_o, ${y}_w)`],
    weights: { [`${y}_w`]: 'float32[4,8,1,1]' },
  }),
  (y, a) => ({
    nodes: [[`${y}_n: ${y} = BatchNormalization(${a}, ${y}_s, ${y}_b, ${y}_m, ${y}_v)`, { epsilon: 0.01 }]],
    weights: {
      [`${y}_s`]: ['float32[4]', [0.5, 1, -2, 0.1]],
      [`${y}_b`]: 'float32[4]',
      [`${y}_m`]: 'float32[4]',
      [`${y}_v`]: ['float32[4]', [0.5, 1, 2, 0.1]],
    },
  }),
  (y, a) => ({ nodes: [`${y}_n: ${y} = Mul(${a}, ${y}_k)`], weights: { [`${y}_k`]: ['float32[1]', [1e5]] } }),
  (y, a, b) => ({
    nodes: [
      [
        `${y}_n: ${y} = If(${y}_if)`,
        {
          then_branch: aGraph({ nodes: [`${y}_p = Add(${a}, ${b})`], outputs: { [`${y}_p`]: shape } }),
          else_branch: aGraph({
            nodes: [`${y}_q = Softmax(${a})`, `${y}_r = Mul(${y}_q, ${b})`],
            outputs: { [`${y}_r`]: shape },
          }),
        },
      ],
    ],
    weights: { [`${y}_if`]: ['bool[]', [1]] },
  }),
  (y, a, b) => ({
    nodes: [
      [
        `${y}_n: ${y} = If(${y}_if)`,
        {
          // Branches beside each other may use the same names.
          then_branch: aGraph({
            nodes: [
              [`c: p = Conv(${a}, ${y}_w, ${y}_b)`, { pads: [1, 1, 1, 1] }],
              [`n: o = BatchNormalization(p, ${y}_b, ${y}_b, ${y}_b, v)`, { epsilon: 0.01 }],
              'q = Relu(o)',
            ],
            outputs: { q: shape },
            initializers: { v: ['float32[4]', [0.5, 1, 2, 0.1]] },
          }),
          else_branch: aGraph({ nodes: [`p = MatMul(${a}, ${b})`, 'g: q = my.Mix(p)'], outputs: { q: shape } }),
        },
      ],
    ],
    weights: { [`${y}_if`]: ['bool[]', [1]], [`${y}_w`]: 'float32[4,4,3,3]', [`${y}_b`]: 'float32[4]' },
  }),
  (y, a) => ({
    nodes: [
      [
        `${y}_l: ${y}_o, ${y}_s = Loop(${y}_t, ${y}_if, ${a})`,
        {
          body: aGraph({
            nodes: ['on = Identity(go)', `p = MatMul(state, ${y}_w)`, 'next = Tanh(p)', 'seen = my.Mix(next)'],
            inputs: { at: 'int64[]', go: 'bool[]', state: shape },
            outputs: { on: 'bool[]', next: shape, seen: shape },
          }),
        },
      ],
      [`${y}_r: ${y}_m = ReduceMean(${y}_s)`, { axes: [0], keepdims: 0 }],
      `${y}_n: ${y} = Add(${y}_m, ${y}_o)`,
    ],
    weights: { [`${y}_if`]: ['bool[]', [1]], [`${y}_t`]: ['int64[]', [2]], [`${y}_w`]: 'float32[6,6]' },
  }),
  (y, a, b) => ({
    nodes: [
      [
        `${y}_l: ${y}_o, ${y}_s = Scan(${a}, ${b})`,
        {
          num_scan_inputs: 1,
          body: aGraph({
            nodes: [`p = MatMul(item, ${y}_w)`, 'sum2 = Add(sum, p)', 'out = Conv(sum2, k)'],
            inputs: { sum: shape, item: 'float32[4,6,6]' },
            outputs: { sum2: shape, out: shape },
            initializers: { k: 'float32[4,4,1,1]' },
          }),
        },
      ],
      [`${y}_n: ${y} = ReduceSum(${y}_s, ${y}_ax)`, { keepdims: 0 }],
    ],
    weights: { [`${y}_ax`]: ['int64[1]', [0]], [`${y}_w`]: 'float32[6,6]' },
  }),
  (y, a) => ({ nodes: [`${y}_n: ${y} = my.Gate(${a})`] }),
  (y, a) => ({ nodes: [`${y}_n: ${y} = my.Mix(${a})`] }),
  (y, a) => ({
    nodes: [
      [`${y}_d: ${y}_i = Cast(${a})`, { to: 6 }],
      [`${y}_n: ${y} = Cast(${y}_i)`, { to: 1 }],
    ],
  }),
];

function aFunction(name: string, nodes: readonly NodeLine[]): LocalFunction {
  return {
    name,
    domain: 'my',
    overload: '',
    docString: '',
    inputs: ['p'],
    outputs: ['q'],
    attributes: [],
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

/** One calls the other, and holds branches whose names others use as well. */
const functions = [
  aFunction('Gate', ['g: s = Sigmoid(p)', 'm: q = Mul(s, p)']),
  aFunction('Mix', [
    'g: x = my.Gate(p)',
    ['t: y = Transpose(x)', { perm: [0, 1, 3, 2] }],
    'c: z = MatMul(x, y)',
    ['k = Constant()', { value: aTensor('', 'bool[]', [1]) }],
    [
      'i: q = If(k)',
      {
        then_branch: aGraph({ nodes: ['a = Relu(z)', 'v0 = MatMul(a, y)'], outputs: { v0: shape } }),
        else_branch: aGraph({ nodes: ['v0 = Identity(z)'], outputs: { v0: shape } }),
      },
    ],
  ]),
];

const step = fc.record({ layer: fc.nat(layers.length - 1), a: fc.nat(99), b: fc.nat(99) });

/** From the input `x` to the output `y`, with one value in between given out as well; opset 17, as exporters write it. */
export const arbitraryNetwork: fc.Arbitrary<Model> = fc
  .record({ steps: fc.array(step, { minLength: 2, maxLength: 9 }), also: fc.nat(99) })
  .map(({ steps, also }) => {
    const values = ['x'];
    const nodes: NodeLine[] = [];
    const weights: Record<string, string | readonly [string, readonly number[]]> = {};
    steps.forEach(({ layer, a, b }, place) => {
      // Recent values are read more often, so that networks are deep.
      const at = (pick: number) => values.at(-1 - (pick % Math.min(values.length, 3))) ?? 'x';
      const y = place === steps.length - 1 ? 'y' : `v${place}`;
      const made = layers[layer]?.(y, at(a), at(b));
      nodes.push(...(made?.nodes ?? []));
      Object.assign(weights, made?.weights);
      values.push(y);
    });
    const inside = values[1 + (also % (values.length - 1))] ?? 'y';
    return aModel({
      inputs: { x: shape },
      outputs: { y: shape, ...(inside === 'y' ? {} : { [inside]: shape }) },
      nodes,
      initializers: weights,
      opsets: { my: 1 },
      functions,
    });
  });
