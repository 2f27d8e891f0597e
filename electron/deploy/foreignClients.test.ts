// What clients that were written for other servers send, and what an enemy does.
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { aServing, requestOf, type TestServing } from './testing/aServing.ts';

const twice = aModel({
  nodes: ['y = Add(x, x)'],
  inputs: { x: 'float32[n,2]' },
  outputs: { y: 'float32[n,2]' },
});
const longs = aModel({
  nodes: ['y = Identity(x)', 'v = Identity(u)'],
  inputs: { x: 'int64[n,2]', u: 'uint64[n,1]' },
  outputs: { y: 'int64[n,2]', v: 'uint64[n,1]' },
});
const x = { name: 'x', datatype: 'FP32', shape: [1, 2], data: [1, 2] };

let serving: TestServing | undefined;
afterEach(async () => {
  await serving?.close();
  serving = undefined;
});

async function said(response: Response): Promise<readonly [number, string]> {
  return [response.status, await response.text()];
}

describe('a server', () => {
  it('passes whole numbers of 64 bits through JSON digit by digit', async () => {
    serving = await aServing({ longs });
    const body =
      '{"inputs":[{"name":"x","datatype":"INT64","shape":[1,2],"data":[[9007199254740993,-9223372036854775808]]},' +
      '{"name":"u","datatype":"UINT64","shape":[1,1],"data":[18446744073709551615]}]}';
    const [status, text] = await said(await serving.infer('longs', body));
    expect(status).toBe(200);
    expect(text).toContain('"data":[9007199254740993,-9223372036854775808]');
    expect(text).toContain('"data":[18446744073709551615]');
    const [refused, why] = await said(await serving.infer('longs', body.replace('18446744073709551615', '1.5')));
    expect([refused, why]).toEqual([400, expect.stringContaining('1.5')]);
    expect((await serving.infer('longs', body.replace('18446744073709551615', '18446744073709551616'))).status).toBe(
      400,
    );
  });
  it('takes null for what is not said', async () => {
    serving = await aServing({ twice });
    const body = { id: null, parameters: null, outputs: null, inputs: [{ ...x, parameters: null }] };
    expect((await serving.infer('twice', body)).status).toBe(200);
  });
  it('gives an output once that is asked for again', async () => {
    serving = await aServing({ twice });
    const response = await serving.infer('twice', { inputs: [x], outputs: [{ name: 'y' }, { name: 'y' }] });
    expect(((await response.json()) as { outputs: unknown[] }).outputs).toHaveLength(1);
  });
  it('refuses tensors in shared memory, and does not answer as if it had them', async () => {
    serving = await aServing({ twice });
    const parameters = { shared_memory_region: 'region', shared_memory_byte_size: 8 };
    const { data: _, ...bare } = x;
    for (const body of [{ inputs: [{ ...bare, parameters }] }, { inputs: [x], outputs: [{ name: 'y', parameters }] }]) {
      expect(await said(await serving.infer('twice', body))).toEqual([400, expect.stringContaining('shared memory')]);
    }
    const status = await fetch(`${serving.http}/v2/systemsharedmemory/status`);
    expect(await said(status)).toEqual([404, expect.stringContaining('this server has binary_tensor_data')]);
  });
  it('answers data that is nested beyond any tensor as a mistake of the client', async () => {
    serving = await aServing({ twice });
    const nested = `${'['.repeat(50_000)}"a"${']'.repeat(50_000)}`;
    const body = JSON.stringify({ inputs: [{ ...x, shape: [1, 1], data: 0 }] }).replace('"data":0', `"data":${nested}`);
    expect((await serving.infer('twice', body)).status).toBe(400);
    expect((await serving.infer('twice', requestOf([[1, 2]]))).status).toBe(200);
  });
  it('refuses to load a model in another way than it lies there', async () => {
    serving = await aServing({ twice });
    const load = async (body?: string) =>
      said(
        await fetch(`${serving?.http}/v2/repository/models/twice/load`, {
          method: 'POST',
          ...(body !== undefined && { body }),
        }),
      );
    const config = await load('{"parameters":{"config":"{}"}}');
    expect(config).toEqual([400, expect.stringContaining("'config' would change that")]);
    expect((await load('{"parameters":{"file:1/model.onnx":"AAAA"}}'))[0]).toBe(400);
    expect((await load('[]'))[0]).toBe(400);
    expect((await load())[0]).toBe(200);
    expect((await load('{}'))[0]).toBe(200);
  });
  it('says why it refuses a body to a client that reads the answer only when all is sent', async () => {
    serving = await aServing({ twice }, { bodyLimit: 1000 });
    const whole = Buffer.alloc(2 ** 25, 32);
    const statusOf = (path: string, header: string, body: Buffer) =>
      new Promise<string>((resolve, reject) => {
        const { hostname, port } = new URL(serving?.http ?? '');
        const socket = connect({ host: hostname, port: Number(port) });
        socket.on('error', reject).pause();
        socket.write(`POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\n${header}\r\n\r\n`);
        socket.write(body, () => socket.once('data', (head) => resolve(String(head).slice(9, 12))).resume());
      });
    const stated = `Content-Length: ${whole.byteLength}`;
    const chunked = Buffer.concat([
      Buffer.from(`${whole.byteLength.toString(16)}\r\n`),
      whole,
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    expect(await statusOf('/v2/models/twice/infer', stated, whole)).toBe('413');
    expect(await statusOf('/v2/models/twice/infer', 'Transfer-Encoding: chunked', chunked)).toBe('413');
    expect(await statusOf('/v2/models/none/infer', stated, whole)).toBe('404');
  });
  it('tells in headers what a status alone leaves open', async () => {
    serving = await aServing({ twice }, { token: 'secret' });
    const url = `${serving.http}/v2/models/twice/infer`;
    const authorization = 'Bearer secret';
    const post = (body: string | Buffer<ArrayBuffer>, headers: Readonly<Record<string, string>>) =>
      fetch(url, { method: 'POST', body, headers });
    const json = JSON.stringify({ inputs: [x] });
    const stranger = await post(json, {});
    expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const got = await fetch(url, { headers: { authorization } });
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    const brotli = await post(json, { authorization, 'content-encoding': 'br' });
    expect([brotli.status, brotli.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate']);
    expect((await post(gzipSync(json), { authorization, 'content-encoding': 'X-GZip' })).status).toBe(200);
    expect((await fetch(`${serving.http}/v2/health/ready`, { method: 'HEAD' })).status).toBe(200);
  });
});
