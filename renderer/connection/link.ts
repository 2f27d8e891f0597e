// Keeps one client alive: connects, takes the snapshot, passes events on in order, and starts over when the line breaks.
import type { CallInput, CallName, CallOutput, Snapshot } from '#core/contract/call.ts';
import { type Client, createClient } from '#core/contract/client.ts';
import type { Connection } from '#core/contract/connection.ts';
import type { Event } from '#core/contract/event.ts';
import { LatheError } from '#core/contract/failure.ts';

export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'lost'; readonly attempt: number; readonly retryInMs: number };

export interface LinkListener {
  state(state: LinkState): void;
  snapshot(snapshot: Snapshot): void;
  /** Only after a snapshot; an event may be older than the snapshot (its `seq` tells). */
  event(event: Event, seq: number): void;
}

export interface Link {
  /** Throws LatheError where there is no connection. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  retryNow(): void;
  stop(): void;
}

/** Milliseconds before attempt `attempt` (from 1): doubling from 250 ms to 8 s. */
export function backoffMs(attempt: number): number {
  return Math.min(8000, 250 * 2 ** (attempt - 1));
}

export function createLink(connect: () => Promise<Connection>, listener: LinkListener): Link {
  let client: Client | null = null;
  let attempt = 0;
  let stopped = false;
  let connecting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lose = (lost: Client | null) => {
    if (stopped || client !== lost) return;
    client = null;
    attempt += 1;
    const retryInMs = backoffMs(attempt);
    listener.state({ kind: 'lost', attempt, retryInMs });
    timer = setTimeout(start, retryInMs);
  };

  const start = async () => {
    clearTimeout(timer);
    if (attempt === 0) listener.state({ kind: 'connecting' });
    let fresh: Client;
    connecting = true;
    try {
      fresh = createClient(await connect());
    } catch {
      return lose(client);
    } finally {
      connecting = false;
    }
    if (stopped) return fresh.close();
    client = fresh;
    const early: (readonly [Event, number])[] = [];
    let standing = false;
    fresh.onEvent((event, seq) => {
      if (standing) listener.event(event, seq);
      else early.push([event, seq]);
    });
    fresh.onClose(() => lose(fresh));
    try {
      const snapshot = await fresh.call('snapshot', {});
      listener.snapshot(snapshot);
      for (const [event, seq] of early) listener.event(event, seq);
      standing = true;
      attempt = 0;
      listener.state({ kind: 'ready' });
    } catch {
      fresh.close();
      lose(fresh);
    }
  };

  void start();
  return {
    call(name, input) {
      if (client) return client.call(name, input);
      return Promise.reject(
        new LatheError({
          kind: 'crashed',
          reason: 'There is no connection to the host now.',
          next: 'Wait for the connection to return, or start Lathe again.',
        }),
      );
    },
    retryNow() {
      if (!client && !connecting) void start();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      client?.close();
    },
  };
}
