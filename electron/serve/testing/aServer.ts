// A server in a fresh home with pages of its own, and the ways in: plain HTTP, a socket, an upload.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type Client, createClient } from '#core/contract/client.ts';
import type { Connection } from '#core/contract/connection.ts';
import { decodeFrame, encodeFrame, type Frame } from '#core/contract/frame.ts';
import { createHost } from '#electron/host/host.ts';
import { testWorker } from '#electron/host/testing/aHost.ts';
import { type Serving, serve } from '../index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export interface TestServer {
  readonly root: string;
  readonly serving: Serving;
  /** The server's own origin. */
  readonly origin: string;
  readonly cookie: { readonly cookie: string };
  readonly bearer: { readonly authorization: string };
  /** Unlike fetch, sends path and headers as they are. */
  ask(path: string, ask?: Ask): Promise<Answer>;
  openSocket(): Promise<{ socket: WebSocket; client: Client; connection: Connection }>;
  close(): Promise<void>;
}

export async function aServer(): Promise<TestServer> {
  const root = mkdtempSync(join(tmpdir(), 'lathe-serve-'));
  writePages(root);
  writeFileSync(join(root, 'named.onnx'), '\b\bnamed');
  const home = join(root, 'home');
  const serving = await serve({
    home,
    host: await createHost({ home, startWorker: testWorker }),
    portsToTry: [0],
    address: '127.0.0.1',
    names: ['lathe.example'],
    paths: [join(root, 'named.onnx')],
    pages: join(root, 'pages'),
  });
  const origin = `http://127.0.0.1:${serving.port}`;
  const cookie = { cookie: `lathe_${serving.port}=${serving.token}` };
  return {
    root,
    serving,
    origin,
    cookie,
    bearer: { authorization: `Bearer ${serving.token}` },
    ask: (path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port: serving.port, path, method, headers }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    async openSocket() {
      const socket = new WebSocket(`ws://127.0.0.1:${serving.port}/socket`, { headers: { origin, ...cookie } });
      await new Promise((resolve, reject) => {
        socket.on('open', resolve);
        socket.on('error', reject);
      });
      const connection = connectionOver(socket);
      return { socket, connection, client: createClient(connection) };
    },
    async close() {
      await serving.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function connectionOver(socket: WebSocket): Connection {
  return {
    post: (frame) => socket.send(encodeFrame(frame as Frame)),
    onFrame: (listener) =>
      void socket.on('message', (data: Buffer, isBinary) => listener(decodeFrame(isBinary ? data : data.toString()))),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}

/** A window as it is built, and beside it what must never be handed out. */
function writePages(root: string): void {
  mkdirSync(join(root, 'pages', 'assets'), { recursive: true });
  mkdirSync(join(root, 'pages', 'folder'));
  writeFileSync(join(root, 'pages', 'index.html'), '<!doctype html><title>Lathe</title>');
  writeFileSync(join(root, 'pages', 'assets', 'main-1a2b.js'), 'export {};');
  writeFileSync(join(root, 'pages', '.lathe-built'), 'hidden');
  writeFileSync(join(root, 'secret.html'), 'secret');
  symlinkSync(join(root, 'secret.html'), join(root, 'pages', 'link.html'));
}
