// The typed client, derived from the table of calls: what every shell and view speaks to the host with.
import { type CallInput, type CallName, type CallOutput, callTable } from './call.ts';
import type { Connection } from './connection.ts';
import type { Event } from './event.ts';
import { LatheError } from './failure.ts';
import { hostFrameSchema } from './frame.ts';

export interface Client {
  /** Throws LatheError with the host's failure, or where the connection ends first. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  onEvent(listener: (event: Event, seq: number) => void): () => void;
  onClose(listener: () => void): void;
  close(): void;
}

interface Waiting {
  readonly name: CallName;
  readonly resolve: (output: never) => void;
  readonly reject: (error: Error) => void;
}

export function createClient(connection: Connection): Client {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: Event, seq: number) => void>();
  let next = 1;
  let closed = false;
  const gone = () =>
    new LatheError({
      kind: 'crashed',
      reason: 'The connection to the host has ended.',
      next: 'Start Lathe again; finished builds are kept.',
    });

  connection.onFrame((raw) => {
    const frame = hostFrameSchema.parse(raw);
    if (frame.type === 'event') {
      for (const listener of listeners) listener(frame.event, frame.seq);
      return;
    }
    const call = waiting.get(frame.id);
    waiting.delete(frame.id);
    if (!call) return;
    if (frame.type === 'failure') call.reject(new LatheError(frame.failure));
    else {
      const output = callTable[call.name].output.safeParse(frame.output);
      if (output.success) call.resolve(output.data as never);
      else call.reject(new Error(`The host answered ${call.name} with something else: ${output.error.message}`));
    }
  });
  connection.onClose(() => {
    closed = true;
    for (const call of waiting.values()) call.reject(gone());
    waiting.clear();
  });

  return {
    call(name, input) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(gone());
        const id = next++;
        waiting.set(id, { name, resolve, reject });
        connection.post({ type: 'request', id, call: name, input });
      });
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose: (listener) => connection.onClose(listener),
    close: () => connection.close(),
  };
}
