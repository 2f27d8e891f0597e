// What a client has to a server: a way to send one prepared request and to hear how it went.

/** `ok`, or in a few words what went wrong, such as `HTTP 503`. */
export type Outcome = string;
export const ok: Outcome = 'ok';

export interface Connection {
  /** Resolves when the whole answer is there; rejects where the connection is lost. One request at a time. */
  send(request: Buffer): Promise<Outcome>;
  /** The last answer's body. */
  readonly body: Buffer;
  readonly closed: boolean;
  close(): void;
}

/** @throws Error where the server cannot be reached. */
export type Open = () => Promise<Connection>;
