// How a model is run over samples while the values of its observed tensors are counted.
import type { Model } from '#core/onnx/model.ts';
import type { ExtremesCounter } from '#electron/worker/native.ts';
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
  observe(values: Values, histograms: ExtremesCounter): Promise<Float64Array>;
  /** Not while samples are in work. */
  close(): void;
}

/** What ONNX Runtime opens. */
export interface Openable {
  /** A file, or the bytes of one. */
  readonly model: string | Uint8Array;
  /** Where the data files lie that these bytes name. */
  readonly folder?: string | undefined;
}

/** A model that gives out what is observed of it. */
export interface ObservedModel extends Openable {
  readonly optimization: 'none' | 'all';
  readonly threads: number;
  readonly tensors: readonly string[];
  /** The name under which the model gives out a tensor. */
  nameOf(tensor: string): string;
}

/** One of the forms of a model that may be observed. */
export interface Form extends Pick<ObservedModel, 'optimization' | 'nameOf'> {
  readonly model: Model;
  /** Makes what ONNX Runtime opens of that model or a variant with the same weights. */
  openable(variant: Model): Promise<Openable>;
}

/** Entries of ONNX Runtime's group `session`. */
export function sessionEntries({ folder }: Pick<Openable, 'folder'>): Record<string, string> {
  return {
    // Threads that wait by spinning would take the processor from those that count.
    'intra_op.allow_spinning': '0',
    ...(folder === undefined ? {} : { model_external_initializers_file_folder_path: folder }),
  };
}
