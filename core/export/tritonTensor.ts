// One input or output as a Triton configuration states it.
import { message, named, type ProtobufMessage, type ProtobufName, repeated } from './protobufText.ts';
import type { ExportTensor } from './source.ts';

export type MoreOfTensor = readonly (readonly [string, string | ProtobufName | ProtobufMessage])[];

/** `rows` is the largest batch; 0 where shapes are whole. Sizes left open are -1. */
export function tritonTensor(tensor: ExportTensor, rows: number, more: MoreOfTensor = []): ProtobufMessage {
  return message(
    ['name', tensor.name],
    ['data_type', tritonType(tensor)],
    ...repeated('dims', tritonDims(tensor.shape, rows)),
    ...more,
  );
}

/** Of a model that runs an engine: where that has no axis beside the batch, Triton takes off the one of length 1. */
export function reshapeOf({ shape }: ExportTensor, rows: number): MoreOfTensor {
  return rows > 0 && shape.length === 1 ? [['reshape', message()]] : [];
}

/** What follows the batch; Triton refuses a tensor of no axes, and takes one of length 1 for a single number. */
export function tritonDims(shape: readonly number[], rows: number): readonly number[] {
  const dims = rows > 0 ? shape.slice(1) : shape;
  return dims.length > 0 ? dims : [1];
}

export function tritonType({ datatype }: ExportTensor): ProtobufName {
  return named(`TYPE_${datatype === 'BYTES' ? 'STRING' : datatype}`);
}
