// The server as NVIDIA's own client sees it, over HTTP and gRPC.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';
import { aServing, type TestServing } from './testing/aServing.ts';
import { typesModel } from './testing/typesModel.ts';

const sample = resolve(import.meta.dirname, '../../assets/samples/shapes');
const client = pythonEnvironment('tritonclient-2.69', ['tritonclient[http,grpc]', 'numpy']);
const why = 'missing' in client ? client.missing : '';
if (why) console.warn(`Skipped the tests with tritonclient: ${why}`);

interface Refusal {
  readonly status: string;
  readonly message: string;
}
type Seen = Readonly<Record<string, unknown>>;

describe.skipIf(why !== '')('tritonclient', () => {
  let serving: TestServing;
  let seen: Readonly<Record<'http' | 'grpc', Seen>>;
  beforeAll(async () => {
    serving = await aServing({ types: typesModel, shapes: join(sample, 'shapes.onnx') }, { bodyLimit: 2 ** 21 });
    const script = join(import.meta.dirname, 'testing/tritonClient.py');
    const addresses = [new URL(serving.http ?? '').host, serving.grpc ?? ''];
    const image = join(sample, 'test/heart/003.jpg');
    const python = 'python' in client ? client.python : '';
    const { stdout } = await promisify(execFile)(python, [script, ...addresses, image]);
    seen = JSON.parse(stdout);
  }, 120_000);
  afterAll(() => serving.close());

  const refusal = (protocol: 'http' | 'grpc', name: string) => seen[protocol][name] as Refusal | null;

  for (const protocol of ['http', 'grpc'] as const) {
    it(`reads health, metadata, configuration and index over ${protocol}`, () => {
      expect(seen[protocol]).toMatchObject({
        live: true,
        ready: true,
        modelReady: true,
        server: 'lathe',
        index: ['shapes', 'types'],
        config: 8,
        id: 'seven',
      });
      expect(seen[protocol].inputs).toMatchObject({ x_fp32: ['FP32', [-1, 2]], x_bytes: ['BYTES', [-1, 2]] });
    });
    it(`gets every type back bit for bit over ${protocol}`, () => {
      const equal = seen[protocol].equal as Record<string, boolean>;
      expect(Object.keys(equal)).toHaveLength(13);
      expect(Object.entries(equal).filter(([, same]) => !same)).toEqual([]);
    });
    it(`is told over ${protocol} what is wrong with a request, with the protocol's code`, () => {
      const [absent, bad] =
        protocol === 'http' ? ['404', '400'] : ['StatusCode.NOT_FOUND', 'StatusCode.INVALID_ARGUMENT'];
      expect(refusal(protocol, 'unknownModel')).toMatchObject({
        status: absent,
        message: expect.stringContaining("no model 'nothing'"),
      });
      expect(refusal(protocol, 'unknownVersion')).toMatchObject({
        status: absent,
        message: expect.stringContaining("no version '9'"),
      });
      expect(refusal(protocol, 'wrongName')).toMatchObject({
        status: bad,
        message: expect.stringContaining("'image' is missing"),
      });
      expect(refusal(protocol, 'wrongShape')).toMatchObject({
        status: bad,
        message: expect.stringContaining('[1, 3, 32, 64] was sent'),
      });
      expect(refusal(protocol, 'wrongType')).toMatchObject({
        status: bad,
        message: expect.stringContaining('takes FP32, and FP64'),
      });
      expect(refusal(protocol, 'wrongOutput')).toMatchObject({
        status: bad,
        message: expect.stringContaining("no output 'scorez'"),
      });
      expect(refusal(protocol, 'missing')).toMatchObject({
        status: bad,
        message: expect.stringContaining('is missing'),
      });
      expect(refusal(protocol, 'unloadUnknown')).toMatchObject({ status: absent });
      const large = protocol === 'http' ? '413' : 'StatusCode.RESOURCE_EXHAUSTED';
      expect(refusal(protocol, 'tooLarge')).toMatchObject({ status: large });
    });
    it(`sends an image and gets its label over ${protocol}, before and after the model was loaded anew`, () => {
      expect(seen[protocol]).toMatchObject({ label: 'heart', again: 'heart' });
      const classes = seen[protocol].classes as string[][];
      expect(classes).toHaveLength(1);
      expect(classes[0]).toHaveLength(3);
      expect(classes[0]?.[0]).toMatch(/^-?[\d.]+:\d+:[a-z]+$/);
    });
  }
  it('speaks JSON where the client asks for it, and reads packed bodies', () => {
    const equal = seen.http.equalJson as Record<string, boolean>;
    expect(Object.entries(equal).filter(([, same]) => !same)).toEqual([]);
    expect(seen.http).toMatchObject({ 'packed gzip': true, 'packed deflate': true });
  });
});
