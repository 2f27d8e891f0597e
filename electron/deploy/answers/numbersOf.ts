// The elements of a tensor as numbers.
import { valueTypeOf } from '#electron/deploy/protocol/datatype.ts';
import { ServingError } from '#electron/deploy/protocol/servingError.ts';
import type { WireTensor } from '#electron/deploy/protocol/wireTensor.ts';
import { valueOfBytes } from '#electron/worker/data/valueOfBytes.ts';
import { toNumbers } from '#electron/worker/value.ts';

/** @throws ServingError for texts. */
export function numbersOf({ name, datatype, shape, bytes }: WireTensor): Float32Array | Float64Array {
  const type = valueTypeOf(datatype);
  const numbers = type === undefined || type === 'string' ? undefined : toNumbers(valueOfBytes(type, bytes, shape));
  if (numbers) return numbers;
  throw new ServingError('internal', `output '${name}' of ${datatype} holds no numbers`);
}
