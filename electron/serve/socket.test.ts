import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { failureOf } from '#electron/host/testing/aHost.ts';
import { aServer, type TestServer } from './testing/aServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.close());

/** Resolves to the status with which the upgrade was refused, or 101. */
function upgrade(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.serving.port}${path}`, { headers });
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

describe('the socket', () => {
  it('opens for our own page and for programs with the token', async () => {
    expect(await upgrade('/socket', { origin: server.origin, ...server.cookie })).toBe(101);
    expect(await upgrade(`/socket?token=${server.serving.token}`, {})).toBe(101);
    expect(await upgrade('/socket', server.bearer)).toBe(101);
  });

  it('stays shut for other origins, other names, other paths, and without the token', async () => {
    expect(await upgrade('/socket', { origin: server.origin })).toBe(401);
    expect(await upgrade('/socket?token=wrong', { origin: server.origin })).toBe(401);
    expect(await upgrade('/socket', { origin: 'http://evil.example', ...server.cookie })).toBe(403);
    expect(await upgrade('/socket', { origin: `http://127.0.0.1:${server.serving.port + 1}`, ...server.cookie })).toBe(
      403,
    );
    expect(await upgrade('/socket', { origin: 'null', ...server.cookie })).toBe(403);
    expect(await upgrade('/socket', server.cookie)).toBe(403);
    expect(await upgrade('/socket', { origin: 'http://evil.example', host: 'evil.example', ...server.cookie })).toBe(
      421,
    );
    expect(await upgrade('/other', { origin: server.origin, ...server.cookie })).toBe(404);
  });

  it('carries calls, bytes and events, and keeps to the paths of the command line', async () => {
    const { client, socket } = await server.openSocket();
    const events: string[] = [];
    client.onEvent((event) => events.push(event.type));
    const { id } = await client.call('model.open', { path: join(server.root, 'named.onnx') });
    expect(Buffer.from(await client.call('model.read', { id, offset: 3, length: 3 })).toString()).toBe('ame');
    expect(events).toContain('model');
    for (const path of [
      '/etc/hostname',
      join(server.root, 'secret.html'),
      join(server.root, 'home', 'lathe.db'),
      server.root,
      '',
      join(server.root, 'named.onnx', '..', 'secret.html'),
    ]) {
      expect((await failureOf(client.call('model.open', { path }))).reason, path).toContain('may not open');
    }
    socket.close();
  });

  it('answers wrong frames and lives on, and ends with a frame that is too large', async () => {
    const { client, socket, connection } = await server.openSocket();
    const failures: unknown[] = [];
    connection.onFrame((frame) => failures.push(frame));
    for (const wrong of ['', 'no JSON', '{}', '[1,2', 'null', Buffer.from([1, 2, 3])]) socket.send(wrong);
    expect((await client.call('snapshot', {})).models.length).toBeGreaterThan(0);
    expect(failures.filter((frame) => (frame as { type: string }).type === 'failure')).toHaveLength(6);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.send(JSON.stringify({ type: 'request', id: 1, call: 'x'.repeat(5_000_000), input: {} }));
    expect(await closed).toBe(1009);
    const again = await server.openSocket();
    expect((await again.client.call('snapshot', {})).seq).toBeGreaterThan(0);
    again.socket.close();
  });

  it('answers a flood completely, and more large reads at once than may wait to be sent', async () => {
    const { client, socket } = await server.openSocket();
    const small = Array.from({ length: 3000 }, () => failureOf(client.call('comparison.get', { id: 'none' })));
    expect(await Promise.all(small)).toHaveLength(3000);
    const large = join(server.root, 'home', 'uploads', 'large.onnx');
    writeFileSync(large, Buffer.alloc(4 << 20));
    const { id } = await client.call('model.open', { path: large });
    const reads = Array.from({ length: 60 }, () => client.call('model.read', { id, offset: 0, length: 4 << 20 }));
    const lengths = (await Promise.all(reads)).map((bytes) => bytes.byteLength);
    expect(lengths).toEqual(Array.from({ length: 60 }, () => 4 << 20));
    socket.close();
  });
});
