// Lets WebSockets in that the guard knows, and gives each to the host as a connection.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Host } from '#electron/host/host.ts';
import type { Ports } from '#electron/host/parts.ts';
import type { Guard, Refusal } from './guard.ts';
import { socketConnection } from './socketConnection.ts';

/** Requests are small; models come by upload. */
const LARGEST_MESSAGE = 4 * 1024 * 1024;
const MOST_SOCKETS = 64;

export function acceptSockets(server: Server, guard: Guard, host: Host, ports: Ports): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    if (pathname !== '/socket') return refuse(stream, '404 Not Found');
    const refused: Refusal | undefined = guard.action(request);
    if (refused) return refuse(stream, `${refused.status} Refused`);
    if (sockets.clients.size >= MOST_SOCKETS) return refuse(stream, '503 Too Many Windows');
    sockets.handleUpgrade(request, stream, head, (socket) => host.open(socketConnection(socket), ports));
  });
  server.on('close', () => sockets.close());
}

function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => undefined);
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
