// How a model is written: what becomes of its weights.
import type { OpenExternal } from './source.ts';

export interface WriteOptions {
  /** Opens the data files that the model refers to; needed where `external` is 'inline' and there are any. */
  readonly openExternal?: OpenExternal | undefined;
  /** 'keep' (the default) leaves tensors in the data files where they are; 'inline' brings them into what is written. */
  readonly external?: 'keep' | 'inline' | undefined;
  /** Puts initializers of 1 KiB and more into one data file of this name beside the model. */
  readonly dataLocation?: string | undefined;
}
