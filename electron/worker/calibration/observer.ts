// How a model is run over samples while the values of its observed tensors are counted.
import type { NativeHistograms } from '#electron/worker/native.ts';
import type { Values } from '#electron/worker/value.ts';

export interface Observer {
  /** How many samples may be in work at once. */
  readonly lanes: number;
  /**
   * Runs one sample and counts its values. Gives min, max and how many values are not finite, three numbers a tensor;
   * of a tensor that was not seen min is infinite.
   *
   * @throws LatheError where the model cannot be run on these values.
   */
  observe(values: Values, histograms: NativeHistograms): Promise<Float64Array>;
  /** Not while samples are in work. */
  close(): void;
}

/** A model as it lies in a file, and what is observed of it. */
export interface ObservedFile {
  readonly path: string;
  readonly optimization: 'none' | 'all';
  readonly threads: number;
  readonly tensors: readonly string[];
  /** The name under which the file gives out a tensor. */
  nameOf(tensor: string): string;
}

/** Entries of the group `session`: threads that wait by spinning would take the processor from those that count. */
export const calm = { 'intra_op.allow_spinning': '0' };
