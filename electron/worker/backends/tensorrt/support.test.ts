import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toFailure } from '#core/contract/failure.ts';
import { aModel } from '#core/testing/aModel.ts';
import { fakeNvidia, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { tensorRtx } from '#electron/worker/testing/tensorRtx.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { supportOf } from './support.ts';

const rtx = tensorRtx();
const why = 'missing' in rtx ? ` (skipped: ${rtx.missing})` : '';
const fake = fakeNvidia();

let work: Workplace;
beforeEach(() => {
  work = workplace();
  if ('folder' in rtx) vi.stubEnv('LATHE_TENSORRT', rtx.folder);
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

describe.skipIf('missing' in rtx)(`what TensorRT-RTX’s parser says of a model${why}`, () => {
  it('is that it reads all of the sample', async () => {
    const report = await supportOf(work.context(), 'tensorrt-rtx', sampleModel);
    expect(report).toMatchObject({ target: 'tensorrt-rtx@1.7.1', supported: true, subgraphs: 1, unsupported: [] });
    expect(report.supportedNodes).toBe(report.nodes);
  });

  it('names each node that it does not read, and counts the parts between them', async () => {
    const model = aModel({
      nodes: ['first: a = Relu(x)', 'stranger: b = Frobnicate(a)', 'between: c = Sigmoid(b)', 'unique: y = Unique(c)'],
      inputs: { x: 'float32[1,8]' },
      outputs: { y: 'float32[count]' },
    });
    const report = await supportOf(work.context(), 'tensorrt-rtx', await work.write('odd.onnx', model));
    expect(report).toMatchObject({ supported: false, nodes: 4, supportedNodes: 2, subgraphs: 2 });
    expect(report.unsupported).toEqual([
      { node: 'stranger', operator: 'Frobnicate', reason: expect.stringMatching(/^Plugin not found/) },
      { node: 'unique', operator: 'Unique', reason: 'the parser reads no Unique' },
    ]);
  });

  it('blames the model and not its nodes where an input has a type that TensorRT lacks', async () => {
    const model = aModel({
      nodes: ['good: y = Relu(x)', 'text: z = StringNormalizer(q)'],
      inputs: { x: 'float32[1,8]', q: 'string[2]' },
      outputs: { y: 'float32[1,8]', z: 'string[2]' },
    });
    const { unsupported } = await supportOf(work.context(), 'tensorrt-rtx', await work.write('text.onnx', model));
    expect(unsupported.map(({ node }) => node)).toEqual(['text', '']);
  });

  it('is an error for a version that is not here', async () => {
    const failure = await supportOf(work.context(), 'tensorrt-rtx@1.2', sampleModel).then(() => undefined, toFailure);
    expect(failure?.reason).toMatch(/tensorrt-rtx@1\.2/);
  });
});

describe.skipIf('missing' in fake)('a TensorRT that cannot make a builder', () => {
  it('cannot be asked, and says what to ask in its place', async () => {
    if ('folder' in fake) withNvidia(fake.folder);
    vi.stubEnv('LATHE_FAKE_FAULT', 'driver');
    const failure = await supportOf(work.context(), 'tensorrt', sampleModel).then(() => undefined, toFailure);
    expect(failure).toMatchObject({
      reason: expect.stringMatching(/error: 35/),
      next: expect.stringMatching(/tensorrt-rtx/),
    });
  });
});
