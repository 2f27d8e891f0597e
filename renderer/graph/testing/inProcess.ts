// The graph worker without a worker: its session in the same thread, with messages cloned as a port clones them.

import type { Model } from '#core/onnx/model.ts';
import { memorySource } from '#core/onnx/source.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import type { ModelHandle } from '#renderer/connection/modelHandle.ts';
import type { FromGraphWorker } from '../protocol.ts';
import { graphSession } from '../reader/session.ts';
import { createGraphClient, type Files, type GraphClient, type WorkerPort } from '../workerClient.ts';

function inProcessPort(): WorkerPort {
  let listener: (message: FromGraphWorker) => void = () => {};
  let ended = false;
  const later = (run: () => void) => queueMicrotask(() => (ended ? undefined : run()));
  const receive = graphSession((message) => {
    const copy = structuredClone(message);
    later(() => listener(copy));
  });
  return {
    post(message) {
      const copy = structuredClone(message);
      later(() => receive(copy));
    },
    onMessage(next) {
      listener = next;
    },
    onError() {},
    end() {
      ended = true;
    },
  };
}

export function inProcessClient(files: Files): GraphClient {
  return createGraphClient(inProcessPort(), files);
}

/** A handle on a model that exists only in memory. */
export async function handleOf(model: Model, more: Partial<ModelHandle> = {}): Promise<ModelHandle> {
  return handleOfBytes(await bytesOf(model), more);
}

export function handleOfBytes(bytes: Uint8Array, more: Partial<ModelHandle> = {}): ModelHandle {
  return {
    id: 'test',
    name: 'test.onnx',
    source: memorySource(bytes),
    openExternal: (location) => Promise.reject(new Error(`there is no ${location}`)),
    preview: () => Promise.reject(new Error('no preview')),
    ...more,
  };
}
