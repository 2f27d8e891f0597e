import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aServer, type TestServer } from './testing/aServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
});
afterAll(() => server.close());

describe('pages', () => {
  it('are given to whoever knows the token, who then has a cookie', async () => {
    const first = await server.ask(`/?token=${server.serving.token}`);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']?.[0]).toMatch(/^lathe_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await server.ask('/', { headers: server.cookie })).text).toContain('<title>Lathe</title>');
    expect((await server.ask('/index.html', { headers: server.bearer })).status).toBe(200);
  });

  it('are refused without the token or with a wrong one', async () => {
    const wrong = `${server.serving.token.slice(0, -1)}${server.serving.token.endsWith('A') ? 'B' : 'A'}`;
    for (const answer of [
      await server.ask('/'),
      await server.ask('/assets/main-1a2b.js'),
      await server.ask(`/?token=${wrong}`),
      await server.ask('/?token='),
      await server.ask('/', { headers: { cookie: `lathe_1=${wrong}; other=${server.serving.token}` } }),
      await server.ask('/', { headers: { authorization: `Bearer ${wrong}` } }),
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
      expect((await server.ask(`/?token=${server.serving.token}`, { headers: { host } })).status, host).toBe(421);
    }
    for (const host of ['localhost:9', 'LOCALHOST', '127.0.0.1', '[::1]:80', 'lathe.example']) {
      expect((await server.ask(`/?token=${server.serving.token}`, { headers: { host } })).status, host).toBe(200);
    }
  });

  it('carry a content policy that lets nothing in but our own files', async () => {
    const { headers } = await server.ask('/', { headers: server.bearer });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const asset = await server.ask('/assets/main-1a2b.js', { headers: server.bearer });
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
      const { status, text } = await server.ask(path, { headers: server.bearer });
      expect(status, path).toBe(404);
      expect(text).not.toContain('secret');
    }
    expect((await server.ask('/', { method: 'DELETE', headers: server.bearer })).status).toBe(405);
  });
});
