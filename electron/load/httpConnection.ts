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

/** What a head says of the answer. */
interface Head {
  /** With the empty line behind it. */
  readonly bytes: Buffer;
  readonly status: string;
  /** Of the body; undefined where it comes in chunks or does not say. */
  readonly length: number | undefined;
  readonly isChunked: boolean;
  /** The server closes the connection behind the answer. */
  readonly isLast: boolean;
}

function readHead(bytes: Buffer): Head {
  const text = bytes.toString('latin1');
  const stated = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  const isChunked = /\r\ntransfer-encoding: *chunked/i.test(text);
  return {
    // The rest of what came with it must not be kept.
    bytes: Buffer.from(bytes),
    status: text.slice(9, 12),
    length: stated === undefined ? undefined : Number(stated),
    isChunked,
    isLast:
      /\r\nconnection: *close/i.test(text) || (/^HTTP\/1\.0/.test(text) && !/\r\nconnection: *keep-alive/i.test(text)),
  };
}

function beginsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0;
}

/** What all connections of this process read into, each for a moment: streams would do more than is needed here. */
const readInto = Buffer.allocUnsafeSlow(2 ** 16);

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
    /** Mostly the next answer begins like this one. */
    let last: Head | undefined;
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
      : connect({ ...place, onread: { buffer: readInto, callback: (count, bytes) => took(bytes, count) } }, opened);
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
      if (last?.isLast) socket.destroy();
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
    const take = (chunk: Buffer) => {
      if (chunked) return takeChunked(chunked, chunk);
      parts.push(chunk);
      length += chunk.length;
      if (wanted === 0) {
        const held = parts.length === 1 ? chunk : Buffer.concat(parts);
        parts = [held];
        if (!last || !beginsWith(held, last.bytes)) {
          const end = held.indexOf(headEnd);
          if (end < 0) return;
          last = readHead(held.subarray(0, end + headEnd.length));
        }
        status = last.status;
        begin = last.bytes.length;
        if (last.isChunked) {
          chunked = chunkedBody();
          parts = [];
          return takeChunked(chunked, held.subarray(begin));
        }
        if (last.length === undefined) {
          fail(new Error('the answer does not say how long it is'));
          socket.destroy();
          return;
        }
        wanted = begin + last.length;
      }
      if (length >= wanted) finish();
    };
    const took = (bytes: Uint8Array, count: number) => {
      // What is read next takes its place.
      take(Buffer.from(bytes.subarray(0, count)));
      return true;
    };
    if (secure) socket.on('data', take);
  });
}
