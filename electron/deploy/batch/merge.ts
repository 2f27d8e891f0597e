// Requests put together along their first axis, and the outputs split again, row by row, exactly.
import type { FramedTensor } from '#electron/deploy/engine/frame.ts';
import { ServingError } from '#electron/deploy/protocol/servingError.ts';
import { skipElements } from '#electron/deploy/protocol/wireTensor.ts';
import type { BatchOutput, BatchRequest } from './request.ts';

/** All must have the same key. Bytes are not copied. */
export function merge(requests: readonly BatchRequest[]): FramedTensor[] {
  const [first] = requests;
  if (!first) return [];
  return first.inputs.map(({ datatype, shape }, index) => {
    if (requests.length === 1)
      return { index, datatype, shape, parts: [first.inputs[index]?.bytes ?? new Uint8Array()] };
    let rows = 0;
    const parts: Uint8Array[] = [];
    for (const { inputs } of requests) {
      const input = inputs[index];
      if (!input) continue;
      rows += input.shape[0] ?? 0;
      parts.push(input.bytes);
    }
    return { index, datatype, shape: [rows, ...shape.slice(1)], parts };
  });
}

/**
 * @param rows of each request, in the order in which they were merged.
 * @returns the outputs of each.
 * @throws ServingError where an output has not as many rows as went in.
 */
export function split(tensors: readonly FramedTensor[], rows: readonly number[]): BatchOutput[][] {
  const outputs: BatchOutput[][] = rows.map(() => []);
  const total = rows.reduce((sum, count) => sum + count, 0);
  for (const { index, datatype, shape, parts } of tensors) {
    const bytes = parts[0] ?? new Uint8Array();
    if (rows.length === 1) {
      outputs[0]?.push({ index, datatype, shape, bytes });
      continue;
    }
    if (shape[0] !== total) {
      throw new ServingError('internal', `an output of ${shape.join('×')} came out of ${total} rows that went in`);
    }
    const rest = shape.slice(1);
    const perRow = rest.reduce((product, size) => product * size, 1);
    let offset = 0;
    for (const [place, count] of rows.entries()) {
      const end =
        datatype === 'BYTES'
          ? (skipElements(bytes, offset, count * perRow) ?? bytes.byteLength)
          : offset + (count * bytes.byteLength) / total;
      outputs[place]?.push({ index, datatype, shape: [count, ...rest], bytes: bytes.subarray(offset, end) });
      offset = end;
    }
  }
  return outputs;
}
