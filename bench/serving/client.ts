// A client for HTTP/1.1 that costs as little as it can: one prepared request, written again and again on raw sockets.
import { connect, type Socket } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
  /** The whole request: line, headers and body. */
  readonly request: Buffer;
}

export function prepared(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Target {
  const { hostname, port, pathname } = new URL(url);
  const lines = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.byteLength}`,
    '',
    '',
  ];
  return { host: hostname, port: Number(port), request: Buffer.concat([Buffer.from(lines.join('\r\n')), body]) };
}

export interface Connection {
  /** Resolves to the status when the whole answer is there. */
  send(request: Buffer): Promise<number>;
  /** The last answer's body. */
  readonly body: Buffer;
  close(): void;
}

const headEnd = Buffer.from('\r\n\r\n');

export function open({ host, port }: Pick<Target, 'host' | 'port'>): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let answer: { done: (status: number) => void; fail: (error: Error) => void } | undefined;
    let held: Buffer = Buffer.alloc(0);
    let body: Buffer = held;
    const socket: Socket = connect({ host, port, noDelay: true }, () =>
      resolve({
        send: (request) =>
          new Promise((done, fail) => {
            if (socket.destroyed) return fail(new Error('the server closed the connection'));
            answer = { done, fail };
            socket.write(request);
          }),
        get body() {
          return body;
        },
        close: () => socket.destroy(),
      }),
    );
    const fail = (error: Error) => {
      answer?.fail(error);
      reject(error);
    };
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the server closed the connection')));
    socket.on('data', (chunk) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const end = held.indexOf(headEnd);
      if (end < 0) return;
      const head = held.toString('latin1', 0, end);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) return fail(new Error('the answer does not say how long it is'));
      if (held.length < end + 4 + length) return;
      body = held.subarray(end + 4, end + 4 + length);
      held = held.subarray(end + 4 + length);
      const settled = answer;
      answer = undefined;
      settled?.done(Number(head.slice(9, 12)));
    });
  });
}
