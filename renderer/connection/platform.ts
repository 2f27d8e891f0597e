// What differs between the browser and the desktop window, and nothing else.
import type { Connection } from '#core/contract/connection.ts';
import type { PickedFile } from './pickedFile.ts';

/** Files that the user chose: a path where the host shares the user's disk, else the files themselves. */
export type Chosen =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'files'; readonly files: readonly PickedFile[] };

export interface Sent {
  readonly bytes: number;
  readonly total: number;
}

export interface Platform {
  readonly kind: 'browser' | 'desktop';
  connect(): Promise<Connection>;
  /** Null where the user thought better of it. */
  pickModel(): Promise<Chosen | null>;
  /** A folder of samples, or one .npy or .npz file. */
  pickData(what: 'folder' | 'file'): Promise<Chosen | null>;
  /**
   * Makes files readable by the host and resolves to the path of the model or of the data set's root.
   * Rejects with LatheError where the host refuses, with an AbortError where `signal` aborts.
   */
  importFiles(
    files: readonly PickedFile[],
    kind: 'model' | 'data',
    progress: (sent: Sent) => void,
    signal: AbortSignal,
  ): Promise<string>;
  /** Lets the user keep `content` as a file called `name`. Rejects with LatheError where it cannot be written. */
  save(name: string, content: Uint8Array | Blob, type: string): Promise<void>;
  /** Shows a file in the system's file manager; null where the host's disk is not the user's. */
  readonly reveal: ((path: string) => Promise<void>) | null;
  /** Models that the user opens from outside the window; null where nobody can. */
  readonly onOpenModel: ((listener: (path: string) => void) => void) | null;
}
