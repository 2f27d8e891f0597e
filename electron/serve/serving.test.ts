import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost } from '#electron/host/host.ts';
import { failureOf } from '#electron/host/testing/aHost.ts';
import { serve } from './index.ts';
import { aServer, type TestServer } from './testing/aServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.close());

describe('serving', () => {
  it('takes the next port where the first is in use, and refuses in a sentence where none is left', async () => {
    const options = {
      home: join(server.root, 'home'),
      address: '127.0.0.1',
      names: [],
      paths: [],
      host: server.serving.host,
    };
    const second = await serve({
      ...options,
      host: await createHost({ home: join(server.root, 'second') }),
      portsToTry: [server.serving.port, 0],
    });
    expect(second.port).not.toBe(server.serving.port);
    await second.close();
    const third = await createHost({ home: join(server.root, 'second') });
    const failure = await failureOf(serve({ ...options, host: third, portsToTry: [server.serving.port] }));
    expect(failure).toMatchObject({ kind: 'use', reason: expect.stringContaining(String(server.serving.port)) });
  });

  it('draws another token each time', async () => {
    const other = await serve({
      home: join(server.root, 'other'),
      portsToTry: [0],
      address: '127.0.0.1',
      names: [],
      paths: [],
    });
    expect(other.token).not.toBe(server.serving.token);
    expect(other.token.length).toBeGreaterThanOrEqual(43);
    await other.close();
  });
});
