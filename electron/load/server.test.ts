// What is said of servers that are asked what they serve, and do not say it.
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askServer } from './server.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** @param answer to whatever is sent; undefined: none, ever. */
async function listening(answer: string | undefined): Promise<string> {
  const own = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => answer !== undefined && socket.end(answer));
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(own.address() as AddressInfo).port}`;
}

describe('a server that is asked what it serves', () => {
  it('is given up when it takes the question and never answers', async () => {
    const place = await listening(undefined);
    await expect(askServer(`http://${place}`, null, null, 50)).rejects.toThrow('/v2: nothing came within 0.05 s');
  });
  it('is not followed where it points elsewhere', async () => {
    const place = await listening('HTTP/1.1 301 Moved\r\nLocation: https://elsewhere/\r\nContent-Length: 0\r\n\r\n');
    await expect(askServer(`http://${place}`, null, null)).rejects.toThrow('/v2: HTTP 301');
  });
  it('is told from one that speaks something else', async () => {
    const place = await listening('220 mail.example ready\r\n');
    await expect(askServer(`http://${place}`, null, null)).rejects.toThrow('the server closed the connection');
  });
});
