// From a Model to the bytes of an ONNX file, as a stream: weights are copied from their source by ranges.

import { OnnxError } from './error.ts';
import { checkLocation } from './external.ts';
import type { Model } from './model.ts';
import { tensorChunks } from './tensorChunks.ts';
import { measure } from './wire/measure.ts';
import { partChunks } from './wire/partChunks.ts';
import { encodeParts, type Part } from './wire/parts.ts';
import type { WriteOptions } from './writeOptions.ts';
import { type Layout, layoutOf } from './writing/layout.ts';
import { modelWriter } from './writing/model.ts';

export interface WritePlan {
  /** Bytes of the model file. */
  readonly modelLength: number;
  /** Bytes of the data file; 0 where there is none. */
  readonly dataLength: number;
  model(): AsyncIterable<Uint8Array>;
  data(): AsyncIterable<Uint8Array>;
}

/** Protocol buffers end at 2 GiB; other readers refuse what is longer. */
export const longestFile = 2 ** 31 - 1;

/**
 * Measures what `writeModel` and `writeData` will give. The same model and options give the same bytes.
 * Throws `OnnxError` where `dataLocation` is no plain path inside the model's folder, or the file would pass 2 GiB.
 */
export function planWrite(model: Model, options: WriteOptions = {}): WritePlan {
  const layout = checkedLayout(model, options);
  const write = modelWriter(layout);
  const measured = measure(write);
  if (measured.total > longestFile) {
    throw new OnnxError(
      `The model would be a file of ${measured.total} bytes, more than the 2 GiB that an ONNX file may have`,
      'Put the weights into a data file beside the model.',
    );
  }
  return {
    modelLength: measured.total,
    dataLength: layout.dataLength,
    model: () => partChunks(encodeParts(write, measured)),
    data: () => partChunks(dataParts(layout)),
  };
}

function checkedLayout(model: Model, options: WriteOptions): Layout {
  const location = options.dataLocation === undefined ? '' : checkLocation(options.dataLocation);
  if (typeof location !== 'string') {
    throw new OnnxError(location.reason, location.next);
  }
  return layoutOf(model, options);
}

function* dataParts(layout: Layout): Generator<Part> {
  let end = 0;
  for (const [tensor, { offset, length }] of layout.places) {
    yield { kind: 'bytes', bytes: new Uint8Array(offset - end) };
    yield { kind: 'later', length, open: () => tensorChunks(tensor, layout.model, layout.options.openExternal) };
    end = offset + length;
  }
}

/** The model file. Chunks may be views of what the model holds: do not write to them. */
export function writeModel(model: Model, options: WriteOptions = {}): AsyncIterable<Uint8Array> {
  return planWrite(model, options).model();
}

/** The data file that `dataLocation` names; nothing where the option is not given. */
export function writeData(model: Model, options: WriteOptions): AsyncIterable<Uint8Array> {
  return planWrite(model, options).data();
}

/** Bytes of the model file and its data file together. */
export function modelSize(model: Model, options: WriteOptions = {}): number {
  const layout = checkedLayout(model, options);
  return measure(modelWriter(layout)).total + layout.dataLength;
}
