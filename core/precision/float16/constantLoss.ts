// What a constant would lose as float16.
import { decodeFloat16, encodeFloat16, largestFloat16 } from '#core/onnx/float16.ts';

export interface ConstantLoss {
  readonly kind: 'overflow' | 'underflow';
  /** What happens to the constant: "its constant 'w' …". */
  readonly what: string;
}

/** A share of the tensor's norm that must survive: rounding alone costs less than a thousandth. */
const largestRelativeError = 0.01;

/**
 * Why the values cannot become float16; undefined where they can. Infinities stay what they are.
 * Loss is ‖w − float16(w)‖ / ‖w‖: values flushed to zero count by what they contribute.
 */
export function constantLoss(values: ArrayLike<number>): ConstantLoss | undefined {
  let largest = 0;
  let lost = 0;
  let whole = 0;
  let flushed = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (!Number.isFinite(value)) continue;
    if (Math.abs(value) > Math.abs(largest)) largest = value;
    const half = decodeFloat16(encodeFloat16(value));
    if (half === 0 && value !== 0) flushed++;
    lost += (value - half) ** 2;
    whole += value ** 2;
  }
  if (Math.abs(largest) > largestFloat16) {
    return { kind: 'overflow', what: `holds ${written(largest)}, beyond FP16's ±65504` };
  }
  if (lost <= largestRelativeError * largestRelativeError * whole) return undefined;
  const what =
    flushed > 0
      ? `loses ${flushed} of ${values.length} values to zero in FP16`
      : `is so small (at most ${written(Math.abs(largest))}) that FP16 loses its digits`;
  return { kind: 'underflow', what };
}

function written(value: number): string {
  return String(Number(value.toPrecision(3)));
}
