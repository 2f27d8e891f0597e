// Answers plain HTTP: the window's files, and uploads.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LatheError, toFailure } from '#core/contract/failure.ts';
import type { ContentStore } from '#electron/host/content/contentStore.ts';
import { securityHeaders } from '#electron/host/pageHeaders.ts';
import { receiveContent } from './content.ts';
import type { Guard } from './guard.ts';
import { sendFile } from './staticFiles.ts';
import type { Token } from './token.ts';
import { receiveUpload } from './upload.ts';

const DRAIN_MS = 5000;

export interface Place {
  readonly guard: Guard;
  readonly token: Token;
  readonly pages: string;
  readonly uploads: string;
  readonly content: ContentStore;
}

export async function answer(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  const { host = '' } = request.headers;
  // What is no plain host name must not get into a header.
  const sockets = /^[\w.:[\]-]+$/.test(host) ? [`ws://${host}`, `wss://${host}`] : [];
  for (const [name, value] of Object.entries(securityHeaders(sockets))) response.setHeader(name, value);
  const { pathname } = new URL(request.url ?? '/', 'http://host');
  if (pathname === '/upload') {
    return takeIn(request, response, place, 'POST', async () => ({
      path: await receiveUpload(request, place.uploads),
    }));
  }
  if (pathname.startsWith('/content/')) {
    return takeIn(request, response, place, 'PUT', async () => ({
      have: await receiveContent(request, place.content, place.uploads),
    }));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, 'Only GET is answered here.');
  const refused = place.guard.page(request);
  if (refused) return plain(response, refused.status, refused.reason);
  if (place.token.of(request) === 'stated') {
    response.setHeader('Set-Cookie', place.token.cookie(request.socket.localPort ?? 0));
  }
  if (!(await sendFile(place.pages, pathname, response, request.method === 'HEAD'))) {
    const missing =
      pathname === '/' ? 'The window is not built: run npm run build:renderer.' : 'There is no such page.';
    plain(response, 404, missing);
  }
}

async function takeIn(
  request: IncomingMessage,
  response: ServerResponse,
  place: Place,
  method: 'POST' | 'PUT',
  receive: () => Promise<object>,
): Promise<void> {
  const refused =
    request.method === method
      ? place.guard.action(request)
      : { status: 405, reason: `Files are sent by ${method} here.` };
  try {
    if (refused) throw new LatheError({ kind: 'use', reason: refused.reason, next: 'Reload the window.' });
    json(response, 200, await receive());
  } catch (error) {
    const failure = toFailure(error);
    response.setHeader('Connection', 'close');
    // A browser reads the answer only once its own bytes are taken; for a while they are, and thrown away.
    request.resume();
    setTimeout(() => request.destroy(), DRAIN_MS).unref();
    json(response, refused?.status ?? (failure.kind === 'use' ? 400 : 507), { failure });
  }
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${text}\n`);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
