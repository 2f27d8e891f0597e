// How two sets of ranges differ, tensor by tensor.
import type { Range } from './ranges.ts';
import { absoluteMaximum } from './scale.ts';

export interface RangeDifference {
  readonly tensor: string;
  /** The bound on |x| in each; undefined where the tensor is missing. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** after / before, 1 where both are 0; undefined where one is missing or 0. */
  readonly ratio: number | undefined;
}

type Tensors = Readonly<Record<string, Range>>;

/** Tensors of either, those that differ most first, those that only one has at the end of all; equals by name. */
export function diffRanges(before: Tensors, after: Tensors): readonly RangeDifference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .map((tensor): RangeDifference => {
      const [a, b] = [bound(before, tensor), bound(after, tensor)];
      return { tensor, before: a, after: b, ratio: a && b ? b / a : a === 0 && b === 0 ? 1 : undefined };
    })
    .sort((a, b) => weight(b) - weight(a) || (a.tensor < b.tensor ? -1 : 1));
}

function bound(tensors: Tensors, name: string): number | undefined {
  const range = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  return range && absoluteMaximum(range);
}

function weight({ before, after, ratio }: RangeDifference): number {
  if (ratio !== undefined) return Math.abs(Math.log(ratio));
  return before === undefined || after === undefined ? -1 : Number.MAX_VALUE;
}
