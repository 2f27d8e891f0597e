// One input or output as a Triton configuration states it.
import { message, named, type ProtobufMessage, type ProtobufName, repeated } from './protobufText.ts';
import type { ExportTensor } from './source.ts';

export type MoreOfTensor = readonly (readonly [string, string | ProtobufName])[];

/** `rows` is the largest batch; 0 where shapes are whole. Sizes left open are -1. */
export function tritonTensor(tensor: ExportTensor, rows: number, more: MoreOfTensor = []): ProtobufMessage {
  return message(
    ['name', tensor.name],
    ['data_type', tritonType(tensor)],
    ...repeated('dims', tritonDims(tensor.shape, rows)),
    // The engine's tensor has no axis beside the batch, and Triton's has one of length 1.
    ['reshape', rows > 0 && tensor.shape.length === 1 ? message() : undefined],
    ...more,
  );
}

/** What follows the batch; Triton refuses a tensor of no axes, and takes one of length 1 for a single number. */
export function tritonDims(shape: readonly number[], rows: number): readonly number[] {
  const dims = rows > 0 ? shape.slice(1) : shape;
  return dims.length > 0 ? dims : [1];
}

export function tritonType({ datatype }: ExportTensor): ProtobufName {
  return named(`TYPE_${datatype === 'BYTES' ? 'STRING' : datatype}`);
}
