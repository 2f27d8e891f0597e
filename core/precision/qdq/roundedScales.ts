// Scales that a type of 16 bits holds exactly, so that writing them in it changes no code.
import { type HalfType, roundedUp } from '../half/halfType.ts';
import type { WeightScales } from '../weightScales.ts';

/** Below this a scale of FP16 is so coarse that rounding it up would cost more than a code in a hundred. */
const smallestInFloat16 = 2 ** -18;

/** Rounded up, because a scale that is too small would clip; as it is where the type cannot hold it. */
export function roundedScale(scale: number, type: HalfType | undefined): number {
  return type !== undefined && fits(scale, type) ? roundedUp(type, scale) : scale;
}

/** The scales of one weight are rounded together; those of channels that hardly matter may become much coarser. */
export function roundedScales({ axis, scales }: WeightScales, type: HalfType | undefined): WeightScales {
  const largest = scales.reduce((most, scale) => Math.max(most, scale), 0);
  if (type === undefined || !fits(largest, type)) return { axis, scales };
  return { axis, scales: scales.map((scale) => roundedUp(type, scale)) };
}

function fits(scale: number, { largest, overflows, smallestNormal }: HalfType): boolean {
  return scale <= largest && scale >= (overflows ? smallestInFloat16 : smallestNormal);
}
