import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Graph, Model } from '#core/onnx/model.ts';
import { writeNpy } from '#core/onnx/npy.ts';
import { memorySource } from '#core/onnx/source.ts';
import { inlineFunctions } from '#core/precision/inlineFunctions.ts';
import { exposeAnywhere, observedTensors, valuesInside } from '#core/precision/observe.ts';
import { prepareForInt8 } from '#core/precision/place.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { arbitraryNetwork } from '#core/testing/arbitraryNetwork.ts';
import { randomNumbers } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { evaluate } from '#electron/worker/jobs/evaluate.ts';
import { sensitivity } from '#electron/worker/jobs/sensitivity.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { tensorRtx } from '#electron/worker/testing/tensorRtx.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';

const rtx = tensorRtx();
const why = 'missing' in rtx ? ` (skipped: ${rtx.missing})` : '';

const shape = 'float32[1,4,4]';
const branch = (weight: string, operator = 'Relu') =>
  aGraph({
    nodes: [`${weight}1: p = MatMul(x, ${weight})`, `t = ${operator}(p)`, `${weight}2: q = MatMul(t, ${weight})`],
    outputs: { q: shape },
  });
const turn = aGraph({
  nodes: ['on = Identity(go)', 'turn1: p = MatMul(state, w)', 'next = Tanh(p)', 'turn2: seen = MatMul(next, v)'],
  inputs: { at: 'int64[]', go: 'bool[]', state: shape },
  outputs: { on: 'bool[]', next: shape, seen: shape },
});
const step = aGraph({
  nodes: ['step1: p = MatMul(item, w)', 'sum2 = Add(sum, p)', 'step2: out = MatMul(sum2, v)'],
  inputs: { sum: shape, item: shape },
  outputs: { sum2: shape, out: shape },
});

/** An If whose condition comes from the data, a Loop over what it gave, and a Scan over what the turns gave. */
const controlled: Model = aModel({
  inputs: { x: shape },
  outputs: { y: shape, z: shape },
  nodes: [
    ['s = ReduceSum(x)', { keepdims: 0 }],
    'c = Greater(s, zero)',
    ['a = If(c)', { then_branch: branch('w'), else_branch: branch('v', 'Tanh') }],
    ['last, all = Loop(n, yes, a)', { body: turn }],
    ['z, outs = Scan(last, all)', { body: step, num_scan_inputs: 1 }],
    ['y = ReduceMean(outs)', { axes: [0], keepdims: 0 }],
  ],
  initializers: {
    w: 'float32[4,4]',
    v: 'float32[4,4]',
    n: ['int64[]', [3]],
    yes: ['bool[]', [1]],
    zero: ['float32[]', [0]],
  },
});

function valuesOf(seed: string, count: number, low: number): Float32Array {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: count }, () => low + random());
}

function run(bytes: Uint8Array, given: Values): Values {
  const session = openSession(bytes, { threads: 1, optimization: 'all' });
  try {
    return session.run(given);
  } finally {
    session.close();
  }
}

const feeds = (low: number): Values => ({ x: { type: 'float32', dims: [1, 4, 4], data: valuesOf('x', 16, low) } });
const numbers = (values: Values, name: string) => Array.from((values[name] && toNumbers(values[name])) ?? []);

/** How many of an operator stand inside bodies. */
function inside(graph: Graph, opType: string): number {
  const bodies = graph.nodes.flatMap((node) => subgraphs(node).map((body) => body.graph));
  return bodies.reduce(
    (sum, body) => sum + body.nodes.filter((node) => node.opType === opType).length + inside(body, opType),
    0,
  );
}

describe('values inside bodies', () => {
  it('are given out with all that they were, and nothing where the branch was not taken', async () => {
    const prepared = await prepareForInt8(controlled);
    const names = await valuesInside(prepared);
    expect(names).toHaveLength(15);
    const exposed = await bytesOf(await exposeAnywhere(prepared, names));
    const whole = await bytesOf(controlled);
    for (const [low, taken] of [
      [0.1, true],
      [-1.1, false],
    ] as const) {
      const [values, plain] = [run(exposed, feeds(low)), run(whole, feeds(low))];
      expect(numbers(values, 'y')).toEqual(numbers(plain, 'y'));
      // Both branches call their result q; the second one has got a number.
      expect([numbers(values, 'q').length, numbers(values, 'q_1').length]).toEqual(taken ? [16, 0] : [0, 16]);
      expect(numbers(values, 'state').slice(0, 16)).toEqual(numbers(values, taken ? 'q' : 'q_1'));
      expect(numbers(values, 'state').slice(16)).toEqual(numbers(values, 'next').slice(0, 32));
      expect(numbers(values, 'item')).toEqual(numbers(values, 'seen'));
      expect(numbers(values, 'sum2').slice(32)).toEqual(numbers(values, 'z'));
    }
  });

  it('are given out of any network, which computes what it did, as it does with its functions put in place', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryNetwork, async (model) => {
        const random = valuesOf('network', 144, -0.5);
        const given: Values = { x: { type: 'float32', dims: [1, 4, 6, 6], data: random } };
        const plain = openSession(await bytesOf(model), { threads: 1, optimization: 'none' });
        const inlined = inlineFunctions(model);
        const whole = await exposeAnywhere(inlined, await valuesInside(inlined));
        expect(inlined.functions).toEqual([]);
        const other = openSession(await bytesOf(whole), { threads: 1, optimization: 'none' });
        try {
          const [wanted, found] = [plain.run(given), other.run(given)];
          for (const { name } of model.graph.outputs) expect(numbers(found, name)).toEqual(numbers(wanted, name));
        } finally {
          plain.close();
          other.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are named in file order where a target quantizes them', async () => {
    const names = await observedTensors(controlled, { target: 'tensorrt@10.6' });
    expect(names).toEqual(['x', 't', 't_1', 'state', 'next', 'item', 'sum2']);
  });
});

describe('a build of a model with If, Loop and Scan', () => {
  let work: Workplace;
  let path: string;
  let data: string;
  beforeEach(async () => {
    work = workplace();
    if ('folder' in rtx) vi.stubEnv('LATHE_TENSORRT', rtx.folder);
    path = await work.write('controlled.onnx', controlled);
    data = join(work.home, 'data.npy');
  });
  afterEach(() => {
    work.remove();
    vi.unstubAllEnvs();
  });

  async function write(...lows: readonly number[]): Promise<void> {
    const values = lows.flatMap((low, sample) => [...valuesOf(`${sample}`, 16, low)]);
    const tensor = makeTensor('x', DataType.float32, [lows.length, 4, 4], values);
    const parts: Uint8Array[] = [];
    for await (const part of writeNpy(tensor, { source: memorySource(new Uint8Array()) })) parts.push(part);
    writeFileSync(data, Buffer.concat(parts));
  }

  async function built(recipe: object, target = 'onnxruntime') {
    const record = await build(work.context(), work.buildTask(path, recipe, { calibration: data, target }));
    const { model, close } = await openModel(record.rewritten);
    await close();
    return { record, model };
  }

  it('computes in 8 bits inside bodies, near what FP32 gives', async () => {
    await write(0.2, -1, 0.1, -0.8, -0.4, 0.3);
    const { record, model } = await built({ precision: 'int8' });
    expect(inside(model.graph, 'QuantizeLinear')).toBeGreaterThan(6);
    const layers = ['w1', 'w2', 'v1', 'v2', 'turn1', 'turn2', 'step1', 'step2'];
    expect(record.kept.filter(({ node }) => layers.includes(node))).toEqual([]);
    const fp32 = await build(work.context(), work.buildTask(path));
    const { evaluations } = await evaluate(work.context(), work.evaluateTask([fp32, record], data));
    expect(evaluations[1]?.sqnrDb).toBeGreaterThan(25);
  });

  it('has a sensitivity for every layer inside bodies too', async () => {
    await write(0.2, -1, 0.1, -0.8);
    const recipe = recipeSchema.parse({ precision: 'int8', options: { threads: 1 } });
    const found = await sensitivity(work.context(), {
      kind: 'sensitivity',
      request: {
        model: 'model',
        target: 'onnxruntime',
        calibration: 'data',
        test: null,
        recipe,
        samples: 4,
        builds: [],
        seconds: null,
      },
      model: { id: 'model', name: 'controlled.onnx', path },
      builds: [],
      calibration: data,
      test: null,
      place: work.place,
    });
    expect(found).toMatchObject({ complete: true, skipped: [] });
    const layers = ['w1', 'w2', 'v1', 'v2', 'turn1', 'turn2', 'step1', 'step2'];
    expect(found.layers.map(({ node }) => node)).toEqual(layers);
    for (const { sqnrDb, maxAbsError } of found.layers) {
      expect(maxAbsError).toBeGreaterThan(0);
      expect(sqnrDb).toBeGreaterThan(20);
    }
    const kept = await built({ precision: 'int8', layers: { turn1: 'fp32' } });
    expect(kept.record.kept).toContainEqual({ node: 'turn1', reason: 'the recipe says so for this layer' });
  });

  it('keeps what no sample reached in FP32, and says so', async () => {
    await write(0.2, 0.1, 0.3, 0.4);
    const { record, model } = await built({ precision: 'int8' });
    expect(record.kept.filter(({ reason }) => reason.includes('no range'))).toEqual([
      { node: 'v2', reason: "no range is known for its input 't_1'" },
    ]);
    expect(inside(model.graph, 'QuantizeLinear')).toBeGreaterThan(4);
  });

  it('finds what overflows FP16 inside bodies', async () => {
    await write(0.2, 0.5);
    const big = aModel({
      inputs: { x: shape },
      outputs: { y: shape },
      nodes: [['last, y = Loop(n, yes, x)', { body: turnOf(40_000) }]],
      initializers: { n: ['int64[]', [2]], yes: ['bool[]', [1]] },
    });
    path = await work.write('big.onnx', big);
    const { record } = await built({ precision: 'fp16' });
    expect(record.kept.find(({ node }) => node === 'grow')?.reason).toMatch(/observed|\d{5}/);
    path = await work.write('small.onnx', { ...big, graph: { ...big.graph, nodes: small } });
    const fine = await built({ precision: 'fp16' });
    expect(fine.record.kept.map(({ node }) => node)).not.toContain('grow');
  });

  const turnOf = (factor: number) =>
    aGraph({
      nodes: ['on = Identity(go)', 'grow: p = Mul(state, k)', 'back: next = Div(p, k)', 'seen = Tanh(next)'],
      inputs: { at: 'int64[]', go: 'bool[]', state: shape },
      outputs: { on: 'bool[]', next: shape, seen: shape },
      initializers: { k: ['float32[]', [factor]] },
    });
  const small = aModel({ nodes: [['last, y = Loop(n, yes, x)', { body: turnOf(4) }]] }).graph.nodes;

  it.skipIf('missing' in rtx).each([
    ['INT8', { precision: 'int8' }],
    ['INT8 among FP16', { precision: 'int8', otherPrecision: 'fp16' }],
    ['FP16', { precision: 'fp16' }],
  ])(`makes an engine of TensorRT-RTX in %s${why}`, async (_, recipe) => {
    await write(0.2, -1, 0.1, -0.8);
    const { record, model } = await built(recipe, 'tensorrt-rtx');
    expect(record.bytes).toBeGreaterThan(1000);
    if (recipe.precision === 'int8') expect(inside(model.graph, 'QuantizeLinear')).toBeGreaterThan(4);
  });
});
