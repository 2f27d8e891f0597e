// A client for HTTP/1.1 that costs as little as it can: prepared requests, written again and again on raw sockets.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type ChunkedBody, chunkedBody } from './chunkedBody.ts';
import { type Connection, type Outcome, ok } from './connection.ts';

/** The whole request: line, headers and body. */
export function preparedHttp(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  method = 'POST',
): Buffer {
  const { host, pathname } = new URL(url);
  const lines = [
    `${method} ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.byteLength}`,
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\r\n')), body]);
}

const headEnd = Buffer.from('\r\n\r\n');

/** @throws Error where the server cannot be reached. */
export function openHttp(url: string): Promise<Connection> {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 443 : 80), noDelay: true };
  return new Promise((resolve, reject) => {
    let answer: { done: (outcome: Outcome) => void; fail: (error: Error) => void } | undefined;
    let parts: Buffer[] = [];
    let length = 0;
    /** Bytes of the whole answer; 0 until its head is read. */
    let wanted = 0;
    let begin = 0;
    let status = '';
    let chunked: ChunkedBody | undefined;
    let body: Buffer = Buffer.alloc(0);
    const opened = () =>
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
        get closed() {
          return socket.destroyed;
        },
        close: () => socket.destroy(),
      });
    // Whose certificate it is matters to those who send secrets; load is made up.
    const socket: Socket = secure
      ? connectTls({ ...place, rejectUnauthorized: false }, opened)
      : connect(place, opened);
    const fail = (error: Error) => {
      const failed = answer;
      answer = undefined;
      failed?.fail(error);
      reject(error);
    };
    const finish = () => {
      const whole = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      body = whole.subarray(begin, wanted);
      keep(whole.subarray(wanted));
      settle();
    };
    /** What follows an answer belongs to the next one. */
    const keep = (rest: Buffer) => {
      parts = rest.length > 0 ? [rest] : [];
      length = rest.length;
      wanted = 0;
    };
    const settle = () => {
      const settled = answer;
      answer = undefined;
      settled?.done(status === '200' ? ok : `HTTP ${status}`);
    };
    const takeChunked = (reader: ChunkedBody, bytes: Buffer) => {
      try {
        const whole = reader.take(bytes);
        if (!whole) return;
        chunked = undefined;
        body = whole.body;
        keep(whole.rest);
        settle();
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
        socket.destroy();
      }
    };
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the server closed the connection')));
    socket.on('data', (chunk: Buffer) => {
      if (chunked) return takeChunked(chunked, chunk);
      parts.push(chunk);
      length += chunk.length;
      if (wanted === 0) {
        const held = parts.length === 1 ? chunk : Buffer.concat(parts);
        parts = [held];
        const end = held.indexOf(headEnd);
        if (end < 0) return;
        const head = held.toString('latin1', 0, end);
        const stated = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
        if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
          status = head.slice(9, 12);
          chunked = chunkedBody();
          parts = [];
          return takeChunked(chunked, held.subarray(end + headEnd.length));
        }
        if (stated === undefined) {
          fail(new Error('the answer does not say how long it is'));
          socket.destroy();
          return;
        }
        begin = end + 4;
        wanted = begin + Number(stated);
        status = head.slice(9, 12);
      }
      if (length >= wanted) finish();
    });
  });
}
