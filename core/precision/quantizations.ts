// The scales of a placement's values, from their ranges.
import type { Placement } from './placement/placement.ts';
import { type Range, type Ranges, requireRange } from './ranges.ts';
import { type Quantization, union } from './scale.ts';

/** One scale a group, from the union of its members' ranges. */
export function quantizationsOf(
  { activations }: Placement,
  ranges: Pick<Ranges, 'tensors'>,
  quantize: (range: Range, inside: boolean) => Quantization,
): ReadonlyMap<string, Quantization> {
  const unions = new Map<string, Range>();
  for (const { value, group, range: stated } of activations) {
    const range = stated ?? requireRange(value, ranges.tensors[value]);
    const known = unions.get(group);
    unions.set(group, known ? union(known, range) : range);
  }
  const inside = new Set(activations.flatMap(({ group, bounded }) => (bounded ? [group] : [])));
  return new Map(
    activations.map(({ value, group }) => [
      value,
      quantize(unions.get(group) ?? { min: 0, max: 0 }, inside.has(group)),
    ]),
  );
}
