import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, createClient } from '#core/contract/client.ts';
import type { Connection } from '#core/contract/connection.ts';
import { decodeFrame, encodeFrame, type Frame } from '#core/contract/frame.ts';
import { createHost } from '#electron/host/host.ts';
import { failureOf, testWorker } from '#electron/host/testing/aHost.ts';
import { type Serving, serve } from './index.ts';

let root = '';
let serving: Serving;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lathe-serve-'));
  mkdirSync(join(root, 'pages', 'assets'), { recursive: true });
  mkdirSync(join(root, 'pages', 'folder'));
  writeFileSync(join(root, 'pages', 'index.html'), '<!doctype html><title>Lathe</title>');
  writeFileSync(join(root, 'pages', 'assets', 'main-1a2b.js'), 'export {};');
  writeFileSync(join(root, 'pages', '.lathe-built'), 'hidden');
  writeFileSync(join(root, 'secret.html'), 'secret');
  writeFileSync(join(root, 'named.onnx'), 'named');
  symlinkSync(join(root, 'secret.html'), join(root, 'pages', 'link.html'));
  const home = join(root, 'home');
  serving = await serve({
    home,
    host: await createHost({ home, startWorker: testWorker }),
    portsToTry: [0],
    address: '127.0.0.1',
    names: ['lathe.example'],
    paths: [join(root, 'named.onnx')],
    pages: join(root, 'pages'),
  });
});
afterAll(async () => {
  await serving.close();
  rmSync(root, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Unlike fetch, sends path and headers as they are. */
function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: serving.port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const own = () => `http://127.0.0.1:${serving.port}`;
const cookie = () => ({ cookie: `lathe_${serving.port}=${serving.token}` });
const bearer = () => ({ authorization: `Bearer ${serving.token}` });

/** Resolves to the status with which the upgrade was refused, or 101. */
function upgrade(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${serving.port}${path}`, { headers });
    socket.on('open', () => {
      resolve(101);
      socket.close();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => undefined);
  });
}

async function openSocket(): Promise<{ socket: WebSocket; client: Client; connection: Connection }> {
  const socket = new WebSocket(`ws://127.0.0.1:${serving.port}/socket`, { headers: { origin: own(), ...cookie() } });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  const connection: Connection = {
    post: (frame) => socket.send(encodeFrame(frame as Frame)),
    onFrame: (listener) =>
      void socket.on('message', (data: Buffer, isBinary) => listener(decodeFrame(isBinary ? data : data.toString()))),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
  return { socket, connection, client: createClient(connection) };
}

const partials = () => {
  const folder = join(root, 'home', 'uploads', '.partial');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('pages', () => {
  it('are given to whoever knows the token, who then has a cookie', async () => {
    const first = await ask(`/?token=${serving.token}`);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']?.[0]).toMatch(/^lathe_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await ask('/', { headers: cookie() })).text).toContain('<title>Lathe</title>');
    expect((await ask('/index.html', { headers: bearer() })).status).toBe(200);
  });

  it('are refused without the token or with a wrong one', async () => {
    const wrong = `${serving.token.slice(0, -1)}${serving.token.endsWith('A') ? 'B' : 'A'}`;
    for (const answer of [
      await ask('/'),
      await ask('/assets/main-1a2b.js'),
      await ask(`/?token=${wrong}`),
      await ask('/?token='),
      await ask('/', { headers: { cookie: `lathe_1=${wrong}; other=${serving.token}` } }),
      await ask('/', { headers: { authorization: `Bearer ${wrong}` } }),
    ]) {
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain('<');
    }
  });

  it('are refused under a name that is not this machine’s, whatever the token', async () => {
    for (const host of [
      'evil.example',
      'evil.example:80',
      '127.0.0.1.evil.example',
      '10.1.2.3',
      'localhost.evil.example',
      '@',
    ]) {
      expect((await ask(`/?token=${serving.token}`, { headers: { host } })).status, host).toBe(421);
    }
    for (const host of ['localhost:9', 'LOCALHOST', '127.0.0.1', '[::1]:80', 'lathe.example']) {
      expect((await ask(`/?token=${serving.token}`, { headers: { host } })).status, host).toBe(200);
    }
  });

  it('carry a content policy that lets nothing in but our own files', async () => {
    const { headers } = await ask('/', { headers: bearer() });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const asset = await ask('/assets/main-1a2b.js', { headers: bearer() });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-type']).toContain('text/javascript');
  });

  it('are files of the window and nothing else on this disk', async () => {
    for (const path of [
      '/../secret.html',
      '/%2e%2e/secret.html',
      '/..%2fsecret.html',
      '/assets/../../secret.html',
      '/link.html',
      '/folder',
      '/folder/',
      '/assets',
      '/.lathe-built',
      '/%00.html',
      '/..\\secret.html',
      '/%zz.html',
      '/none.html',
      '//etc/passwd',
    ]) {
      const { status, text } = await ask(path, { headers: bearer() });
      expect(status, path).toBe(404);
      expect(text).not.toContain('secret');
    }
    expect((await ask('/', { method: 'DELETE', headers: bearer() })).status).toBe(405);
  });
});

describe('the socket', () => {
  it('opens for our own page and for programs with the token', async () => {
    expect(await upgrade('/socket', { origin: own(), ...cookie() })).toBe(101);
    expect(await upgrade(`/socket?token=${serving.token}`, {})).toBe(101);
    expect(await upgrade('/socket', bearer())).toBe(101);
  });

  it('stays shut for other origins, other names, other paths, and without the token', async () => {
    expect(await upgrade('/socket', { origin: own() })).toBe(401);
    expect(await upgrade('/socket?token=wrong', { origin: own() })).toBe(401);
    expect(await upgrade('/socket', { origin: 'http://evil.example', ...cookie() })).toBe(403);
    expect(await upgrade('/socket', { origin: `http://127.0.0.1:${serving.port + 1}`, ...cookie() })).toBe(403);
    expect(await upgrade('/socket', { origin: 'null', ...cookie() })).toBe(403);
    expect(await upgrade('/socket', cookie())).toBe(403);
    expect(await upgrade('/socket', { origin: 'http://evil.example', host: 'evil.example', ...cookie() })).toBe(421);
    expect(await upgrade('/other', { origin: own(), ...cookie() })).toBe(404);
  });

  it('carries calls, bytes and events, and keeps to the paths of the command line', async () => {
    const { client, socket } = await openSocket();
    const events: string[] = [];
    client.onEvent((event) => events.push(event.type));
    const { id } = await client.call('model.open', { path: join(root, 'named.onnx') });
    expect(Buffer.from(await client.call('model.read', { id, offset: 1, length: 3 })).toString()).toBe('ame');
    expect(events).toContain('model');
    for (const path of [
      '/etc/hostname',
      join(root, 'secret.html'),
      join(root, 'home', 'lathe.db'),
      root,
      '',
      join(root, 'named.onnx', '..', 'secret.html'),
    ]) {
      expect((await failureOf(client.call('model.open', { path }))).reason, path).toContain('may not open');
    }
    socket.close();
  });

  it('answers wrong frames and lives on, and ends with a frame that is too large', async () => {
    const { client, socket, connection } = await openSocket();
    const failures: unknown[] = [];
    connection.onFrame((frame) => failures.push(frame));
    for (const wrong of ['', 'no JSON', '{}', '[1,2', 'null', Buffer.from([1, 2, 3])]) socket.send(wrong);
    expect((await client.call('snapshot', {})).models.length).toBeGreaterThan(0);
    expect(failures.filter((frame) => (frame as { type: string }).type === 'failure')).toHaveLength(6);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.send(JSON.stringify({ type: 'request', id: 1, call: 'x'.repeat(5_000_000), input: {} }));
    expect(await closed).toBe(1009);
    const again = await openSocket();
    expect((await again.client.call('snapshot', {})).seq).toBeGreaterThan(0);
    again.socket.close();
  });

  it('answers a flood completely, and more large reads at once than may wait to be sent', async () => {
    const { client, socket } = await openSocket();
    const small = Array.from({ length: 3000 }, () => failureOf(client.call('comparison.get', { id: 'none' })));
    expect(await Promise.all(small)).toHaveLength(3000);
    const large = join(root, 'home', 'uploads', 'large.onnx');
    writeFileSync(large, Buffer.alloc(4 << 20));
    const { id } = await client.call('model.open', { path: large });
    const reads = Array.from({ length: 60 }, () => client.call('model.read', { id, offset: 0, length: 4 << 20 }));
    const lengths = (await Promise.all(reads)).map((bytes) => bytes.byteLength);
    expect(lengths).toEqual(Array.from({ length: 60 }, () => 4 << 20));
    socket.close();
  });
});

describe('an upload', () => {
  const send = (query: string, options: Ask = {}) =>
    ask(`/upload?${query}`, { method: 'POST', body: 'content', headers: { origin: own(), ...cookie() }, ...options });

  it('arrives whole under its own name, and can be opened then', async () => {
    const { status, text } = await send('kind=model&set=one&name=net.onnx');
    expect(status).toBe(200);
    const { path } = JSON.parse(text);
    expect(path).toBe(join(root, 'home', 'uploads', 'one', 'net.onnx'));
    expect(readFileSync(path, 'utf8')).toBe('content');
    expect(partials()).toEqual([]);
    const { client, socket } = await openSocket();
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
    expect(await refused(good, { headers: { origin: own() } })).toBe(401);
    expect(await refused(good, { headers: { origin: 'http://evil.example', ...cookie() } })).toBe(403);
    expect(await refused(good, { headers: cookie() })).toBe(403);
    expect(await refused(good, { method: 'GET' })).toBe(405);
    expect(await refused('kind=model&set=bad&name=../../x.onnx')).toBe(400);
    expect(await refused('kind=model&set=bad&name=')).toBe(400);
    expect(await refused('kind=model&set=../up&name=a.onnx')).toBe(400);
    expect(await refused('kind=program&set=bad&name=a.onnx')).toBe(400);
    expect(existsSync(join(root, 'home', 'uploads', 'bad'))).toBe(false);
    expect(partials()).toEqual([]);
  });

  it('that breaks off in the middle leaves nothing behind', async () => {
    const sent = request({
      host: '127.0.0.1',
      port: serving.port,
      method: 'POST',
      path: '/upload?kind=model&set=cut&name=cut.onnx',
      headers: { origin: own(), 'content-length': '1000000', ...cookie() },
    });
    sent.on('error', () => undefined);
    sent.write(Buffer.alloc(100_000));
    for (let tries = 0; tries < 100 && partials().length === 0; tries += 1) await wait(10);
    expect(partials()).toHaveLength(1);
    sent.destroy();
    for (let tries = 0; tries < 100 && partials().length > 0; tries += 1) await wait(10);
    expect(partials()).toEqual([]);
    expect(existsSync(join(root, 'home', 'uploads', 'cut'))).toBe(false);
  });

  it('that is larger than the disk is refused before it begins', async () => {
    const sent = request({
      host: '127.0.0.1',
      port: serving.port,
      method: 'POST',
      path: '/upload?kind=model&set=huge&name=huge.onnx',
      headers: { origin: own(), 'content-length': String(2 ** 60), ...cookie() },
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

describe('serving', () => {
  it('takes the next port where the first is in use, and refuses in a sentence where none is left', async () => {
    const options = { home: join(root, 'home'), address: '127.0.0.1', names: [], paths: [], host: serving.host };
    const second = await serve({
      ...options,
      host: await createHost({ home: join(root, 'second') }),
      portsToTry: [serving.port, 0],
    });
    expect(second.port).not.toBe(serving.port);
    await second.close();
    const third = await createHost({ home: join(root, 'second') });
    const failure = await failureOf(serve({ ...options, host: third, portsToTry: [serving.port] }));
    expect(failure).toMatchObject({ kind: 'use', reason: expect.stringContaining(String(serving.port)) });
  });

  it('draws another token each time', async () => {
    const other = await serve({
      home: join(root, 'other'),
      portsToTry: [0],
      address: '127.0.0.1',
      names: [],
      paths: [],
    });
    expect(other.token).not.toBe(serving.token);
    expect(other.token.length).toBeGreaterThanOrEqual(43);
    await other.close();
  });
});
