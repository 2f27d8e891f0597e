// Arithmetic on single elements, rounded as their type rounds.
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension } from '#core/onnx/model.ts';

/** One element of the output from the elements at the same place of the inputs; undefined where one is unknown. */
export type ElementFunction = (values: readonly Dimension[]) => Dimension;

/** The function with its result rounded to float32 where that is the elements' type. */
export function apply(of: ElementFunction, elementType: number): ElementFunction {
  if (elementType !== DataType.float32) return of;
  return (values) => {
    const result = of(values);
    return typeof result === 'number' ? Math.fround(result) : result;
  };
}

/** A value as Cast makes it: floats cut off towards zero where the target is whole, anything but 0 true as bool. */
export function castElement(value: Dimension, target: number): Dimension {
  if (typeof value !== 'number') return target === DataType.bool && value !== undefined ? 1 : value;
  if (target === DataType.bool) return value === 0 || Number.isNaN(value) ? 0 : 1;
  if (target === DataType.float32) return Math.fround(value);
  return isFloat(target) || !Number.isFinite(value) ? value : Math.trunc(value);
}

export function isFloat(elementType: number): boolean {
  const floats: readonly number[] = [DataType.float32, DataType.float64, DataType.float16, DataType.bfloat16];
  return floats.includes(elementType);
}
