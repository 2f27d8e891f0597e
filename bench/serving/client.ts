// Lathe's own load client, in the words of this bench: one prepared request to one server.
import { openHttp, preparedHttp } from '#electron/load/httpConnection.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
  /** The whole request: line, headers and body. */
  readonly request: Buffer;
}

export interface Connection {
  /** Resolves to the status when the whole answer is there. */
  send(request: Buffer): Promise<number>;
  /** The last answer's body. */
  readonly body: Buffer;
  close(): void;
}

export function prepared(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Target {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port), request: preparedHttp(url, headers, body) };
}

export async function open({ host, port }: Pick<Target, 'host' | 'port'>): Promise<Connection> {
  const connection = await openHttp(`http://${host}:${port}`);
  return {
    send: async (request) => {
      const outcome = await connection.send(request);
      return outcome === 'ok' ? 200 : Number(/\d+$/.exec(outcome)?.[0] ?? 0);
    },
    get body() {
      return connection.body;
    },
    close: connection.close,
  };
}
