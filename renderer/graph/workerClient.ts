// The window's side of the graph worker: typed calls, and the bytes that the worker asks for.
import { type Failure, LatheError, toFailure } from '#core/contract/failure.ts';
import type { ByteSource, OpenExternal } from '#core/onnx/source.ts';
import type { FromGraphWorker, GraphCall, GraphCalls, Progress, ToGraphWorker } from './protocol.ts';

/** What of a Worker (or one end of a MessageChannel) is needed. */
export interface WorkerPort {
  post(message: ToGraphWorker): void;
  onMessage(listener: (message: FromGraphWorker) => void): void;
  /** Called when the worker itself breaks. */
  onError(listener: (reason: string) => void): void;
  end(): void;
}

export interface CallOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface GraphClient {
  /** Rejects with LatheError. */
  call<Name extends GraphCall>(
    name: Name,
    input: GraphCalls[Name]['input'],
    options?: CallOptions,
  ): Promise<GraphCalls[Name]['output']>;
  onInferred(listener: () => void): void;
  /** Ends the worker; calls still waiting are rejected as cancelled. */
  end(): void;
}

interface Waiting {
  readonly resolve: (output: never) => void;
  readonly reject: (error: LatheError) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

export interface Files {
  readonly source: ByteSource;
  readonly openExternal: OpenExternal;
}

export function createGraphClient(port: WorkerPort, { source, openExternal }: Files): GraphClient {
  const waiting = new Map<number, Waiting>();
  const beside = new Map<string, Promise<ByteSource>>();
  let inferred = () => {};
  let next = 1;
  /** Why no call is answered any more. */
  let gone: Failure | undefined;

  const failAll = (kind: 'cancelled' | 'crashed', reason: string) => {
    const failure: Failure = { kind, reason, next: 'Open the model again.' };
    gone = failure;
    for (const { reject } of waiting.values()) reject(new LatheError(failure));
    waiting.clear();
  };
  const fileAt = (location: string | null) => {
    if (location === null) return Promise.resolve(source);
    const known = beside.get(location) ?? openExternal(location);
    beside.set(location, known);
    known.catch(() => beside.delete(location));
    return known;
  };
  const answer = async (ask: Extract<FromGraphWorker, { type: 'read' }>) => {
    const { id } = ask;
    try {
      const file = await fileAt(ask.location);
      if (ask.length === null) port.post({ type: 'size', id, size: file.size });
      else {
        const bytes = await file.read(ask.offset, ask.length);
        // With a view all of the buffer under it would be sent.
        const own = bytes.byteLength < bytes.buffer.byteLength ? bytes.slice() : bytes;
        port.post({ type: 'bytes', id, bytes: own });
      }
    } catch (thrown) {
      port.post({ type: 'refused', id, failure: toFailure(thrown) });
    }
  };

  port.onMessage((message) => {
    switch (message.type) {
      case 'read':
        void answer(message);
        return;
      case 'inferred':
        inferred();
        return;
      case 'progress':
        waiting.get(message.id)?.onProgress?.(message.progress);
        return;
      case 'done':
        // The message's id ties the output to the call that it was typed with.
        waiting.get(message.id)?.resolve(message.output as never);
        break;
      case 'failed':
        waiting.get(message.id)?.reject(new LatheError(message.failure));
    }
    waiting.delete(message.id);
  });
  port.onError((reason) => failAll('crashed', `The graph worker stopped: ${reason}`));

  return {
    call(name, input, options = {}) {
      return new Promise((resolve, reject) => {
        if (gone) {
          reject(new LatheError(gone));
          return;
        }
        const id = next++;
        waiting.set(id, { resolve, reject, onProgress: options.onProgress });
        options.signal?.addEventListener('abort', () => port.post({ type: 'cancel', id }), { once: true });
        port.post({ type: 'call', id, name, input } as ToGraphWorker);
      });
    },
    onInferred(listener) {
      inferred = listener;
    },
    end() {
      port.end();
      failAll('cancelled', 'The model was closed.');
    },
  };
}

/** A module worker as a port. */
export function workerPort(worker: Worker): WorkerPort {
  return {
    post: (message) => worker.postMessage(message),
    onMessage(listener) {
      worker.onmessage = ({ data }: MessageEvent<FromGraphWorker>) => listener(data);
    },
    onError(listener) {
      worker.onerror = (event) => listener(event.message || 'it could not be loaded');
    },
    end: () => worker.terminate(),
  };
}
