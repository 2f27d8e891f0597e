// Samples on their way to the host, wherever in the window they were chosen or dropped.
import { createStore } from 'zustand/vanilla';
import type { Sent } from '#renderer/connection/platform.ts';

export interface DataUpload {
  readonly id: number;
  readonly files: number;
  readonly sent: Sent;
  cancel(): void;
}

export interface DataUploadSlice {
  readonly uploads: readonly DataUpload[];
}

export const dataUploadStore = createStore<DataUploadSlice>(() => ({ uploads: [] }));
let last = 0;

/** In the store until `end`; `signal` aborts when the user cancels. */
export function beginDataUpload(files: number) {
  const id = ++last;
  const abort = new AbortController();
  const first: DataUpload = { id, files, sent: { bytes: 0, total: 0 }, cancel: () => abort.abort() };
  dataUploadStore.setState(({ uploads }) => ({ uploads: [...uploads, first] }));
  return {
    signal: abort.signal,
    progress(sent: Sent) {
      dataUploadStore.setState(({ uploads }) => ({
        uploads: uploads.map((each) => (each.id === id ? { ...each, sent } : each)),
      }));
    },
    end() {
      dataUploadStore.setState(({ uploads }) => ({ uploads: uploads.filter((each) => each.id !== id) }));
    },
  };
}
