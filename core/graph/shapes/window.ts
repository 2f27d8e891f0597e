// The sizes that a sliding window leaves: convolutions and pools.
import { intsAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import type { Dimension, Node } from '#core/onnx/model.ts';
import type { DimensionArithmetic } from './dimension.ts';

export interface Window {
  readonly kernel: readonly Dimension[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** All beginnings, then all ends. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceil: boolean;
}

/** Reads a window over `kernel.length` spatial axes from a node's attributes, with ONNX's defaults. */
export function windowOf(node: Node, kernel: readonly Dimension[], ceil: boolean): Window {
  const ones = kernel.map(() => 1);
  return {
    kernel,
    strides: intsAttribute(node, 'strides', ones),
    dilations: intsAttribute(node, 'dilations', ones),
    pads: intsAttribute(node, 'pads', [...ones, ...ones].fill(0)),
    autoPad: stringAttribute(node, 'auto_pad', 'NOTSET'),
    ceil,
  };
}

/**
 * The output size on one spatial axis: ⌊(size + pads − ((kernel − 1)·dilation + 1)) / stride⌋ + 1 (ONNX: Conv, MaxPool),
 * ⌈size / stride⌉ where padding is SAME. With `ceil`, a last window that would begin beyond the input does not count.
 */
export function windowSize(size: Dimension, axis: number, window: Window, arithmetic: DimensionArithmetic): Dimension {
  const { kernel, strides, dilations, pads, autoPad, ceil } = window;
  const stride = strides[axis] ?? 1;
  if (autoPad.startsWith('SAME')) return arithmetic.ceilDivide(size, stride);
  const begin = autoPad === 'VALID' ? 0 : (pads[axis] ?? 0);
  const end = autoPad === 'VALID' ? 0 : (pads[axis + kernel.length] ?? 0);
  const reach = arithmetic.add(arithmetic.multiply(arithmetic.subtract(kernel[axis], 1), dilations[axis] ?? 1), 1);
  const room = arithmetic.subtract(arithmetic.add(size, begin + end), reach);
  const steps = ceil ? arithmetic.ceilDivide(room, stride) : arithmetic.floorDivide(room, stride);
  const overhangs =
    ceil && typeof steps === 'number' && typeof size === 'number' && steps * stride >= size + begin && steps > 0;
  return arithmetic.add(steps, overhangs ? 0 : 1);
}
