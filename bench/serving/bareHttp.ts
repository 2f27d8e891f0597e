// What HTTP costs without Lathe: a server of node:http, in a process of its own, that answers the same bytes at once.
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** @param bytes of each answer's body. */
export function startBareHttp(bytes: number): Promise<{ readonly port: number; close(): void }> {
  const child = fork(import.meta.filename, [String(bytes)]);
  process.once('exit', () => child.kill());
  return new Promise((resolve, reject) => {
    child.once('message', (port) => resolve({ port: Number(port), close: () => void child.kill() }));
    child.once('exit', (code) => reject(new Error(`the bare server ended with ${code}`)));
  });
}

if (process.argv[1] === import.meta.filename) {
  const body = Buffer.alloc(Number(process.argv[2]));
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': body.length };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, headers);
      response.end(body);
    });
  });
  server.listen({ port: 0, host: '127.0.0.1' }, () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit(0));
}
