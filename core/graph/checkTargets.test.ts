import { describe, expect, it } from 'vitest';
import type { Tensor } from '#core/onnx/model.ts';
import type { ModelWords } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { check, fine, lines } from './testing/checked.ts';

describe('TensorRT', () => {
  const target = 'tensorrt@10.6';
  const errors = async (words: ModelWords, on = target) => lines(await check(words, { target: on }), 'error');
  const io = { inputs: { x: 'float32[1,4,8,8]' }, outputs: { y: 'float32' } };

  it('names operators that its parser does not read, by release', async () => {
    expect((await errors({ ...io, nodes: ['n: y = Det(x)'] }))[0]).toContain('TensorRT 10.6 does not read Det');
    const window = { nodes: ['n: y = HannWindow(s)'], inputs: { s: 'int64[]' }, outputs: { y: 'float32' } };
    expect((await errors(window))[0]).toContain('only since 10.15');
    expect(await errors(window, 'tensorrt@10.15')).toEqual([]);
  });

  it('names forms of operators that it does not read', async () => {
    const pool = ['n: y, i = MaxPool(x)', { kernel_shape: [2, 2] }] as const;
    expect((await errors({ ...io, nodes: [pool] }))[0]).toContain('Indices');
    const resize = ['n: y = Resize(x, , s)', { mode: 'cubic' }] as const;
    const initializers = { s: ['float32[4]', [1, 1, 2, 2]] } as const;
    expect((await errors({ ...io, nodes: [resize], initializers }))[0]).toContain('cubic');
  });

  it('wants int8 with a zero point of 0', async () => {
    const nodes = ['n: y = QuantizeLinear(x, s, z)'];
    const initializers = (type: string, zero: number) => ({ s: ['float32[]', [0.1]], z: [type, [zero]] }) as const;
    expect(await errors({ ...io, nodes, outputs: { y: 'int8' }, initializers: initializers('int8[]', 0) })).toEqual([]);
    expect(
      (await errors({ ...io, nodes, outputs: { y: 'int8' }, initializers: initializers('int8[]', 3) }))[0],
    ).toContain('zero point of 0');
    expect(
      (await errors({ ...io, nodes, outputs: { y: 'uint8' }, initializers: initializers('uint8[]', 0) }))[0],
    ).toContain('int8');
  });

  it('names types that it does not have', async () => {
    const nodes = [['n: y = Cast(x)', { to: 12 }]] as const;
    expect((await errors({ ...io, nodes }))[0]).toContain("'y' of type uint32");
  });
});

describe('dynamic dimensions', () => {
  const dynamic = { ...fine, inputs: { x: 'float32[batch,3,8,8]' }, outputs: { y: 'float32[batch,4,8,8]' } };
  const profile = (min: number[], opt: number[], max: number[]) => ({ profile: { x: { min, opt, max } } });

  it('says which size ONNX Runtime is measured with', async () => {
    const issues = await check(dynamic);
    expect(issues).toMatchObject([{ severity: 'info', node: null }]);
    expect(issues[0]?.message).toContain("'batch'");
    expect(issues[0]?.next).toContain('[1, 3, 8, 8]');
  });

  it('wants a profile for TensorRT, and is content with one', async () => {
    expect(await check(dynamic, { target: 'tensorrt@10.6' })).toMatchObject([{ severity: 'error' }]);
    const given = profile([1, 3, 8, 8], [4, 3, 8, 8], [8, 3, 8, 8]);
    expect(await check(dynamic, { target: 'tensorrt@10.6', ...given })).toEqual([]);
  });

  it.each([
    [[1, 3, 8], 'gives 3 sizes as min for 4 axes'],
    [[9, 3, 8, 8], 'has min 9, opt 4 and max 8 at axis 0'],
    [[1, 1, 8, 8], 'other sizes than the 3 that the model fixes'],
  ])('refuses the minimum %j', async (min, message) => {
    const issues = await check(dynamic, profile(min, [4, 3, 8, 8], [8, 3, 8, 8]));
    expect(lines(issues, 'error')[0]).toContain(message);
  });

  it('refuses a profile for an input that is not there, and names the one that is', async () => {
    const given = { profile: { imag: { min: [1], opt: [1], max: [1] } } };
    const [issue] = await check({ ...dynamic, nodes: ['y = Relu(image)'], inputs: { image: 'float32[2]' } }, given);
    expect(issue).toMatchObject({ severity: 'error', next: 'Name one of its inputs: image.' });
  });
});

describe('weights', () => {
  const external = (location: string, length = 432, offset = 0): Tensor => ({
    ...aTensor('w', 'float32[4,3,3,3]'),
    data: { kind: 'external', location, offset, length },
  });
  const found = async (tensor: Tensor, size: number | undefined) =>
    lines(await check({ ...fine, initializers: { w: tensor } }, { externalFiles: () => size }), 'error');

  it('looks for the files that hold them', async () => {
    expect(await found(external('data.bin'), 432)).toEqual([]);
    expect((await found(external('data.bin'), undefined))[0]).toContain("'data.bin', which is not beside the model");
    expect((await found(external('data.bin', 432, 100), 500))[0]).toContain('which has 500');
    expect((await found(external('data.bin', 400), 500))[0]).toMatch(/400|432/);
  });

  it.each(['../data.bin', '/etc/data.bin', 'C:\\data.bin'])('never looks for %s', async (location) => {
    const asked: string[] = [];
    const issues = await check(
      { ...fine, initializers: { w: external(location) } },
      { externalFiles: (name) => asked.push(name) },
    );
    expect(lines(issues, 'error')).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  it('reads them for NaN and infinity only when asked', async () => {
    const values = (...odd: number[]) => ({
      w: ['float32[4,3,3,3]', [...odd, ...new Array<number>(108 - odd.length).fill(0.5)]] as const,
    });
    const ask = async (...odd: number[]) => check({ ...fine, initializers: values(...odd) }, { readWeights: true });
    expect(await check({ ...fine, initializers: values(Number.NaN) })).toEqual([]);
    expect(await ask(1)).toEqual([]);
    const [issue] = await ask(Number.NaN, Number.NaN, Number.POSITIVE_INFINITY);
    expect(issue).toMatchObject({ severity: 'error', node: 'c' });
    expect(issue?.message).toBe("The weight 'w' holds 2 NaN and 1 infinite among 108 elements.");
    expect((await ask(Number.NEGATIVE_INFINITY))[0]?.severity).toBe('warning');
  });
});
