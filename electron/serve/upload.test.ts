import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, aServer, type TestServer } from './testing/aServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.close());

const partials = () => {
  const folder = join(server.root, 'home', 'uploads', '.partial');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('an upload', () => {
  const send = (query: string, options: Ask = {}) =>
    server.ask(`/upload?${query}`, {
      method: 'POST',
      body: '\b\bmodel',
      headers: { origin: server.origin, ...server.cookie },
      ...options,
    });

  it('arrives whole under its own name, and can be opened then', async () => {
    const { status, text } = await send('kind=model&set=one&name=net.onnx');
    expect(status).toBe(200);
    const { path } = JSON.parse(text);
    expect(path).toBe(join(server.root, 'home', 'uploads', 'one', 'net.onnx'));
    expect(readFileSync(path, 'utf8')).toBe('\b\bmodel');
    expect(partials()).toEqual([]);
    const { client, socket } = await server.openSocket();
    expect(await client.call('model.open', { path })).toMatchObject({ name: 'net.onnx', bytes: 7 });
    socket.close();
    expect(JSON.parse((await send('kind=data&set=two&name=test/cat/1.jpg')).text).path).toMatch(
      /two\/test\/cat\/1\.jpg$/,
    );
  });

  it('is refused without token, from another origin, with a bad name, kind or set, or by GET', async () => {
    const refused = async (query: string, options?: Ask) => {
      const { status, text } = await send(query, options);
      expect(JSON.parse(text).failure.reason.length).toBeGreaterThan(10);
      return status;
    };
    const good = 'kind=model&set=bad&name=a.onnx';
    expect(await refused(good, { headers: { origin: server.origin } })).toBe(401);
    expect(await refused(good, { headers: { origin: 'http://evil.example', ...server.cookie } })).toBe(403);
    expect(await refused(good, { headers: server.cookie })).toBe(403);
    expect(await refused(good, { method: 'GET' })).toBe(405);
    expect(await refused('kind=model&set=bad&name=../../x.onnx')).toBe(400);
    expect(await refused('kind=model&set=bad&name=')).toBe(400);
    expect(await refused('kind=model&set=../up&name=a.onnx')).toBe(400);
    expect(await refused('kind=program&set=bad&name=a.onnx')).toBe(400);
    expect(existsSync(join(server.root, 'home', 'uploads', 'bad'))).toBe(false);
    expect(partials()).toEqual([]);
  });

  it('that breaks off in the middle leaves nothing behind', async () => {
    const sent = request({
      host: '127.0.0.1',
      port: server.serving.port,
      method: 'POST',
      path: '/upload?kind=model&set=cut&name=cut.onnx',
      headers: { origin: server.origin, 'content-length': '1000000', ...server.cookie },
    });
    sent.on('error', () => undefined);
    sent.write(Buffer.alloc(100_000));
    for (let tries = 0; tries < 100 && partials().length === 0; tries += 1) await wait(10);
    expect(partials()).toHaveLength(1);
    sent.destroy();
    for (let tries = 0; tries < 100 && partials().length > 0; tries += 1) await wait(10);
    expect(partials()).toEqual([]);
    expect(existsSync(join(server.root, 'home', 'uploads', 'cut'))).toBe(false);
  });

  it('that is larger than the disk is refused before it begins', async () => {
    const sent = request({
      host: '127.0.0.1',
      port: server.serving.port,
      method: 'POST',
      path: '/upload?kind=model&set=huge&name=huge.onnx',
      headers: { origin: server.origin, 'content-length': String(2 ** 60), ...server.cookie },
    });
    sent.on('error', () => undefined);
    sent.write('x');
    const answer = await new Promise<{ status: number | undefined; text: string }>((resolve) => {
      sent.on('response', async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode, text });
      });
    });
    sent.destroy();
    expect(answer.status).toBe(507);
    expect(JSON.parse(answer.text).failure.reason).toContain('no room for huge.onnx');
  });
});
