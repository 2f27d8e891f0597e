// What a constant would lose in 16 bits.
import type { HalfType } from './halfType.ts';

export interface ConstantLoss {
  readonly kind: 'overflow' | 'underflow';
  /** What happens to the constant: "its constant 'w' …". */
  readonly what: string;
}

/** A share of the tensor's norm that must survive: rounding alone costs less than a thousandth in FP16, three in BF16. */
const largestRelativeError = 0.01;

/**
 * Why the values cannot take the type; undefined where they can. Infinities stay what they are.
 * Loss is ‖w − half(w)‖ / ‖w‖: values flushed to zero count by what they contribute.
 */
export function constantLoss(values: ArrayLike<number>, type: HalfType): ConstantLoss | undefined {
  let largest = 0;
  let lost = 0;
  let whole = 0;
  let flushed = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (!Number.isFinite(value)) continue;
    if (Math.abs(value) > Math.abs(largest)) largest = value;
    const half = type.decode(type.encode(value));
    if (half === 0 && value !== 0) flushed++;
    lost += (value - half) ** 2;
    whole += value ** 2;
  }
  if (Math.abs(largest) > type.largest) {
    return { kind: 'overflow', what: `holds ${written(largest)}, beyond ${type.name}'s ±${written(type.largest, 5)}` };
  }
  if (lost <= largestRelativeError * largestRelativeError * whole) return undefined;
  const what =
    flushed > 0
      ? `loses ${flushed} of ${values.length} values to zero in ${type.name}`
      : `is so small (at most ${written(Math.abs(largest))}) that ${type.name} loses its digits`;
  return { kind: 'underflow', what };
}

function written(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}
