import { describe, expect, it } from 'vitest';
import { type LoadPoint, type LoadReport, type LoadVariant, loadOptionsSchema } from '#core/contract/load.ts';
import {
  type Deployment,
  type ServedVersion,
  type ServingMetrics,
  servingOptionsSchema,
} from '#core/contract/serving.ts';
import { withFigures } from '#renderer/store/servingHistory.ts';
import { chosenBuilds } from './chosenBuilds.ts';
import { logTicks } from './logTicks.ts';
import { servedNames } from './servedNames.ts';
import { shownCurves } from './shownCurves.ts';
import { shownVariants } from './shownVariants.ts';
import { snippetsFor } from './snippets.ts';

const build = (id: string, precision: 'fp32' | 'int8') => ({ id, precision, modelName: 'digits.onnx' });

describe('the names under which builds are served', () => {
  it('are the model’s for one, with the precision for several, and never alike', () => {
    expect([...servedNames([build('a', 'int8')])]).toEqual([['a', 'digits']]);
    const several = servedNames([build('a', 'int8'), build('b', 'fp32'), build('c', 'int8')]);
    expect([...several.values()]).toEqual(['digits-int8', 'digits-fp32', 'digits-int8-2']);
  });
});

describe('the builds that are chosen', () => {
  const builds = [
    { id: 'new', precision: 'int8', target: 'onnxruntime' },
    { id: 'old', precision: 'int8', target: 'onnxruntime' },
    { id: 'wide', precision: 'fp32', target: 'onnxruntime' },
  ] as unknown as Parameters<typeof chosenBuilds>[0];
  it('are the newest of each precision until somebody says otherwise', () => {
    expect(chosenBuilds(builds, {}).map(({ id }) => id)).toEqual(['new', 'wide']);
    expect(chosenBuilds(builds, { new: false, old: true }).map(({ id }) => id)).toEqual(['old', 'wide']);
  });
});

describe('programs that ask a deployment', () => {
  const version: ServedVersion = {
    name: 'digits',
    version: '1',
    path: '/builds/a',
    platform: 'onnxruntime',
    precision: 'int8',
    state: 'ready',
    reason: '',
    maxBatch: 8,
    inputs: [
      { name: 'image', datatype: 'FP32', shape: [-1, 3, 8, 8] },
      { name: 'text', datatype: 'BYTES', shape: [-1] },
      { name: 'flag', datatype: 'BOOL', shape: [1] },
    ],
    outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, 10] }],
    images: false,
  };
  const deployment: Deployment = {
    id: 'd',
    title: 'digits',
    state: 'ready',
    http: 'http://127.0.0.1:8000',
    grpc: '127.0.0.1:8001',
    versions: [version],
    options: servingOptionsSchema.parse({}),
    metrics: null,
    failure: null,
    createdAt: 0,
  };
  it('carry the addresses, names, types and shapes of the deployment', () => {
    const [curl, http, grpc] = snippetsFor(deployment, version).map(({ text }) => text);
    expect(curl).toBe('curl http://127.0.0.1:8000/v2/models/digits');
    expect(http).toContain('InferenceServerClient("127.0.0.1:8000")');
    expect(http).toContain('InferInput("image", [1, 3, 8, 8], "FP32")');
    expect(http).toContain('np.full([1], b"text", dtype=np.object_)');
    expect(http).toContain('np.zeros([1], dtype=np.bool_)');
    expect(grpc).toContain('import tritonclient.grpc');
    expect(grpc).toContain('"127.0.0.1:8001"');
  });
  it('send an image where images are taken, and the token where one is asked for', () => {
    const options = servingOptionsSchema.parse({ token: 'secret' });
    const texts = snippetsFor({ ...deployment, options }, { ...version, images: true }).map(({ text }) => text);
    expect(texts[0]).toContain('--data-binary @photo.jpg');
    for (const text of texts) expect(text).toContain('Bearer secret');
    for (const text of texts.slice(1)) expect(text).toContain('InferInput("image", [1], "BYTES")');
  });
  it('are only those of protocols that are served', () => {
    expect(snippetsFor({ ...deployment, http: null }, version).map(({ id }) => id)).toEqual(['grpc']);
  });
});

describe('the last minute of figures', () => {
  const metrics = (at: number) => ({ at }) as ServingMetrics;
  const deployment = (id: string, at: number | null) =>
    ({ id, metrics: at === null ? null : metrics(at) }) as Deployment;
  it('takes each figure once, keeps sixty, and forgets what is gone', () => {
    let histories = withFigures({}, [deployment('a', null), deployment('b', 1)]);
    expect(histories).toEqual({ a: [], b: [metrics(1)] });
    histories = withFigures(histories, [deployment('b', 1)]);
    expect(histories).toEqual({ b: [metrics(1)] });
    for (let at = 2; at < 100; at += 1) histories = withFigures(histories, [deployment('b', at)]);
    expect(histories.b?.map(({ at }) => at)).toEqual(Array.from({ length: 60 }, (_, index) => index + 40));
  });
});

describe('the curves of a load', () => {
  const point = (
    loop: 'open' | 'closed',
    perSecond: number,
    p99: number,
    more: Partial<LoadPoint> = {},
  ): LoadPoint => ({
    loop,
    concurrency: loop === 'closed' ? 1 : null,
    offered: loop === 'open' ? perSecond : null,
    perSecond,
    requests: 10,
    errors: 0,
    causes: {},
    latency: { mean: 1, p50: 1, p90: p99, p95: p99, p99, p999: p99, max: p99 },
    clientBusy: 0,
    clientDelayMs: 0,
    clientLimited: false,
    ...more,
  });
  const variant = (precision: 'fp32' | 'int8', delayUs: number, points: LoadPoint[] | null): LoadVariant => ({
    build: precision,
    precision,
    target: 'onnxruntime',
    served: null,
    maxBatch: 8,
    delayUs,
    instances: 1,
    reason: points ? '' : 'it does not load',
    result: points && {
      url: 'http://127.0.0.1:1',
      protocol: 'http',
      model: 'model',
      version: '1',
      server: 'lathe',
      requestBytes: 1,
      input: '',
      points,
      knee: { perSecond: 200, p99Ms: 3, method: '' },
      answer: { boundMs: 10, perSecond: 200, p99Ms: 3, brokenAt: null, text: '' },
      senders: 1,
      notes: [],
      options: loadOptionsSchema.parse({}),
    },
  });
  const report: LoadReport = {
    id: 'r',
    model: 'm',
    modelName: 'digits.onnx',
    boundMs: 10,
    protocol: 'http',
    data: null,
    variants: [
      variant('fp32', 0, [point('closed', 50, 2), point('open', 100, 2), point('open', 200, 3)]),
      variant('fp32', 500, null),
      variant('int8', 0, [point('open', 300, 4, { clientLimited: true, errors: 2 })]),
    ],
    best: 0,
    device: 'a processor',
    createdAt: 0,
  };
  it('are named by what differs, and leave out what could not be measured', () => {
    const curves = shownCurves(shownVariants([report], 10).variants, { loop: 'open', figure: 'p99' });
    expect(curves.map(({ name, key }) => [name, key])).toEqual([
      ['FP32, delay 0 µs', 'r 0'],
      ['INT8, delay 0 µs', 'r 2'],
    ]);
    expect(curves[0]?.points.map(({ perSecond, ms }) => [perSecond, ms])).toEqual([
      [100, 2],
      [200, 3],
    ]);
    expect(curves[0]?.knee?.perSecond).toBe(200);
    expect(curves[1]?.points[0]).toMatchObject({ doubtful: true });
    expect(curves[1]?.points[0]?.title).toContain('2 failed; the client was the limit');
  });
  it('show the loop and the percentile that were asked for', () => {
    const [curve] = shownCurves(shownVariants([report], 10).variants, { loop: 'closed', figure: 'p50' });
    expect(curve?.points).toMatchObject([{ perSecond: 50, ms: 1 }]);
    expect(curve?.knee).toBeNull();
  });
  it('answer for any bound, and the highest rate wins', () => {
    const answers = (boundMs: number) =>
      shownVariants([report], boundMs).variants.map(({ answer }) => answer?.perSecond ?? null);
    // Errors keep a rate from holding, whatever its latency.
    expect(answers(10)).toEqual([200, null, null]);
    expect(answers(2)).toEqual([100, null, null]);
    expect(answers(1)).toEqual([null, null, null]);
    expect(shownVariants([report], 1).best).toBeNull();
    const faster = { ...report, id: 'f', variants: [variant('int8', 0, [point('open', 900, 2)])] };
    expect(shownVariants([report, faster], 10).best?.key).toBe('f 0');
  });
  it('of several loads are told apart by what differs between them, and by the hour where nothing does', () => {
    const [first] = report.variants;
    const one = (id: string, change: Partial<LoadReport>, more: Partial<LoadVariant> = {}): LoadReport => ({
      ...report,
      id,
      variants: first ? [{ ...first, ...more }] : [],
      ...change,
    });
    const names = (...reports: LoadReport[]) => shownVariants(reports, 10).variants.map(({ name }) => name);
    expect(names(one('a', {}), one('b', { protocol: 'grpc', data: 'photos' }))).toEqual([
      'FP32, HTTP, made up',
      'FP32, gRPC, photos',
    ]);
    expect(names(one('a', {}), one('b', {}, { served: 'digits', precision: null }))).toEqual([
      'FP32',
      'Model as digits',
    ]);
    expect(names(one('a', {}, { build: 'b1234567' }), one('b', {}, { build: 'c1234567' }))).toEqual([
      'FP32, b12345',
      'FP32, c12345',
    ]);
    const twice = names(one('a', { createdAt: 0 }), one('b', { createdAt: 3_600_000 }));
    expect(new Set(twice).size).toBe(2);
    expect(twice.every((name) => /^FP32, \d\d:\d\d:\d\d$/.test(name))).toBe(true);
  });
});

describe('ticks of a logarithmic axis', () => {
  it('are 1, 2 and 5 times powers of ten within the axis, and powers alone over many decades', () => {
    expect(logTicks(0.8, 60)).toEqual([1, 2, 5, 10, 20, 50]);
    expect(logTicks(0.01, 5000)).toEqual([0.01, 0.1, 1, 10, 100, 1000]);
  });
});
