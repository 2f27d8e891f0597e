// How many elements a tensor of given dimensions has.

import { OnnxError } from './error.ts';
import { shownShape } from './oneLine.ts';

/** The product of the dimensions; 1 for a scalar. Throws `OnnxError` for a dimension below 0 or a product beyond 2⁵³. */
export function elementCount(dims: readonly number[]): number {
  let count = 1;
  for (const dim of dims) {
    if (dim < 0) {
      throw new OnnxError(
        `Dimension ${dim} of a tensor is negative`,
        'Export the model again; weights have fixed shapes.',
      );
    }
    count *= dim;
  }
  if (!Number.isSafeInteger(count) && !dims.includes(0)) {
    throw new OnnxError(
      `A tensor of shape ${shownShape(dims)} has more elements than can be counted`,
      'Export the model again; its shape is damaged.',
    );
  }
  return Number.isNaN(count) ? 0 : count;
}
