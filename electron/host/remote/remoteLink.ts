// Keeps one line to another host: connects again when it breaks, asks for the events that were missed, and repeats calls.
import type { CallInput, CallName, CallOutput } from '#core/contract/call.ts';
import { type Client, createClient } from '#core/contract/client.ts';
import type { Event } from '#core/contract/event.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { RemoteHost } from '#core/contract/remote.ts';
import { openRemoteSocket, type Reached } from './reach.ts';

export type LinkState = Pick<RemoteHost, 'state' | 'why'>;

export interface RemoteLink {
  /**
   * Waits for the line, and asks again where it breaks before the answer: calls must be such that asking twice does no
   * harm. Throws LatheError with the host's failure, or where the line stays broken for too long.
   */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Every event once and in order, also those of the time without a line. */
  onEvent(listener: (event: Event) => void): () => void;
  /** Told where events are lost for good: the other host was started anew, or the break was too long. */
  onGap(listener: () => void): () => void;
  /** Where to send files, once there is a line. */
  address(): Promise<Pick<Reached, 'url' | 'token'>>;
  close(): void;
}

export interface LinkOptions {
  readonly name: string;
  readonly reach: () => Promise<Reached>;
  readonly onState: (state: LinkState) => void;
  /** How long a call waits for a line to a host that has answered before, in milliseconds. */
  readonly patienceMs?: number;
  /** How long for one that never has: nothing of this side is at work there. */
  readonly firstPatienceMs?: number;
}

const PATIENCE_MS = 30 * 60_000;
// Longer than a command may take to start it.
const FIRST_PATIENCE_MS = 150_000;
/** Doubling, in milliseconds. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5000;

export function createRemoteLink({
  name,
  reach,
  onState,
  patienceMs = PATIENCE_MS,
  firstPatienceMs = FIRST_PATIENCE_MS,
}: LinkOptions): RemoteLink {
  const listeners = new Set<(event: Event) => void>();
  const gaps = new Set<() => void>();
  const broken = new WeakSet<Client>();
  let line = Promise.withResolvers<Client>();
  // Nobody may wait for a line when it turns out that there will be none.
  line.promise.catch(() => undefined);
  let reached: Reached | undefined;
  let instance = '';
  let seen = 0;
  let attempt = 0;
  let lastWhy = '';
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const deliver = (event: Event, seq: number) => {
    if (seq <= seen) return;
    seen = seq;
    for (const listener of listeners) listener(event);
  };

  const connect = async () => {
    onState({ state: 'connecting', why: '' });
    try {
      if (!reached?.alive) reached = await reach();
      const client = createClient(await openRemoteSocket(name, reached));
      if (closed) return client.close();
      client.onClose(() => {
        broken.add(client);
        retry('The connection broke.');
      });
      await catchUp(client);
      if (broken.has(client)) return;
      attempt = 0;
      onState({ state: 'ready', why: '' });
      line.resolve(client);
    } catch (error) {
      const refused = error instanceof LatheError && error.failure.kind === 'use';
      if (!refused) return retry(error instanceof Error ? error.message : String(error));
      onState({ state: 'refused', why: `${error.failure.reason} ${error.failure.next}` });
      line.reject(error);
    }
  };

  const catchUp = async (client: Client) => {
    const early: (readonly [Event, number])[] = [];
    let standing = false;
    client.onEvent((event, seq) => {
      if (standing) deliver(event, seq);
      else early.push([event, seq]);
    });
    const missed = await client.call('events.since', { instance, seq: seen });
    const first = instance === '';
    instance = missed.instance;
    if (missed.events) for (const { event, seq } of missed.events) deliver(event, seq);
    else {
      seen = missed.seq;
      if (!first) for (const listener of gaps) listener();
    }
    standing = true;
    for (const [event, seq] of early) deliver(event, seq);
  };

  const retry = (why: string) => {
    if (closed || timer !== undefined) return;
    lastWhy = why;
    line.reject(new Error(why));
    line = Promise.withResolvers<Client>();
    line.promise.catch(() => undefined);
    onState({ state: 'lost', why });
    const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
    attempt += 1;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, waitMs);
  };

  const ready = async (): Promise<Client> => {
    const known = instance !== '';
    const until = Date.now() + (known ? patienceMs : firstPatienceMs);
    for (;;) {
      try {
        return await within(line.promise, until - Date.now(), () => silent(name, known, lastWhy));
      } catch (error) {
        if (error instanceof LatheError) throw error;
        if (closed) throw ended(name);
      }
    }
  };

  void connect();
  return {
    async call(call, input) {
      for (;;) {
        const client = await ready();
        try {
          return await client.call(call, input);
        } catch (error) {
          if (closed) throw ended(name);
          if (!broken.has(client)) throw error;
        }
      }
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onGap(listener) {
      gaps.add(listener);
      return () => gaps.delete(listener);
    },
    async address() {
      await ready();
      if (!reached) throw ended(name);
      return reached;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      line.promise.then(
        (client) => client.close(),
        () => undefined,
      );
      line.reject(ended(name));
      reached?.close();
      listeners.clear();
      gaps.clear();
    },
  };
}

async function within<T>(promise: Promise<T>, ms: number, tooLate: () => LatheError): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), Math.max(0, ms));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function silent(name: string, known: boolean, why: string): LatheError {
  const detail = why === '' ? '' : ` (${why.replace(/\.$/, '')})`;
  return new LatheError({
    kind: 'crashed',
    reason: `The host ${name} cannot be reached${detail}.`,
    next: `See that lathe serve runs there and that the network is up${known ? '; its jobs go on meanwhile' : ''}.`,
  });
}

function ended(name: string): LatheError {
  return new LatheError({ kind: 'cancelled', reason: `The line to ${name} was closed.`, next: 'Connect to it again.' });
}
