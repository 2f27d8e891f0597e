// The model whose graph is shown, and the upload it may still be in.
import { createStore } from 'zustand/vanilla';
import type { Failure } from '#core/contract/failure.ts';
import type { ModelHandle } from '#renderer/connection/modelHandle.ts';
import type { Sent } from '#renderer/connection/platform.ts';

export type UploadState =
  | { readonly kind: 'sending'; readonly sent: Sent; cancel(): void }
  /** The graph is shown from the file, and nothing can be built of it. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface OpenedModel {
  readonly handle: ModelHandle | null;
  /** Null when the host has the whole file. */
  readonly upload: UploadState | null;
}

export const openedModelStore = createStore<OpenedModel>(() => ({ handle: null, upload: null }));
