// A client for gRPC that costs as little as it can: prepared messages on a stream of HTTP/2 each.
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { type Connection, type Outcome, ok } from './connection.ts';

const statusNames: Readonly<Record<number, string>> = {
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  8: 'RESOURCE_EXHAUSTED',
  12: 'UNIMPLEMENTED',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
  16: 'UNAUTHENTICATED',
};

/** @param path such as `/inference.GRPCInferenceService/ModelInfer`. @throws Error where the server cannot be reached. */
export function openGrpc(url: string, path: string, token: string | null): Promise<Connection> {
  const { protocol, host } = new URL(url);
  const authority = `${protocol === 'grpcs:' ? 'https' : 'http'}://${host}`;
  const headers = {
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    // Whose certificate it is matters to those who send secrets; load is made up.
    const session: ClientHttp2Session = connect(authority, { rejectUnauthorized: false }, () =>
      resolve({
        send,
        get body() {
          return body;
        },
        get closed() {
          return session.destroyed || session.closed;
        },
        close: () => session.destroy(),
      }),
    );
    session.on('error', reject);
    session.on('close', () => reject(new Error('the server closed the connection')));
    let body: Buffer = Buffer.alloc(0);
    const send = (message: Buffer) =>
      new Promise<Outcome>((done, fail) => {
        if (session.destroyed || session.closed) return fail(new Error('the server closed the connection'));
        const stream = session.request(headers, { endStream: false });
        const chunks: Buffer[] = [];
        let status: number | undefined;
        const read = (fields: Record<string, unknown>) => {
          const stated = fields['grpc-status'];
          if (stated !== undefined) status = Number(stated);
        };
        stream.on('response', read);
        stream.on('trailers', read);
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', fail);
        stream.on('close', () => {
          if (status === undefined) return fail(new Error('the server closed the connection'));
          body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
          done(status === 0 ? ok : `gRPC ${statusNames[status] ?? status}`);
        });
        stream.end(message);
      });
  });
}
