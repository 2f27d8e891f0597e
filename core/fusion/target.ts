// What fusion rules need to know of a target: the runtime, its version, and the precisions asked for.
import type { OtherPrecision, Precision } from '#core/contract/recipe.ts';
import { isQuantized } from '#core/precision/precisionPlan.ts';

export interface FusionTarget {
  readonly backend: 'onnxruntime' | 'tensorrt' | 'tensorrt-rtx';
  /** Major and minor; for a target without a version, the one that rules are best known for. TensorRT-RTX counts as 11, whose builder it shares. */
  readonly major: number;
  readonly minor: number;
  readonly precision: Precision;
  /** What all computes in that has no quantized kernel: the precision itself where nothing is quantized. */
  readonly other: OtherPrecision;
  /** Whether the builder generates kernels of several operators; not at TensorRT's optimization level 0. */
  readonly generates: boolean;
}

/**
 * @param target as in the contract: `onnxruntime`, `tensorrt@10.6`, …
 * @param other of what a quantized build leaves; FP32 where a recipe says nothing.
 * @param optimizationLevel of TensorRT's builder; its own default where absent.
 */
export function fusionTarget(
  target: string,
  precision: Precision = 'fp32',
  other: OtherPrecision = 'fp32',
  optimizationLevel?: number,
): FusionTarget {
  const [name = '', version = ''] = target.split('@');
  const precisions = {
    precision,
    other: isQuantized(precision) ? other : precision,
    generates: optimizationLevel !== 0,
  };
  if (name === 'onnxruntime') return { backend: 'onnxruntime', major: 1, minor: 0, ...precisions };
  if (name === 'tensorrt-rtx') return { backend: name, major: 11, minor: 0, ...precisions };
  const [major = 10, minor = 0] = version === '' ? [] : version.split('.').map(Number);
  return { backend: 'tensorrt', major, minor, ...precisions };
}

/** What convolutions compute in: INT4 is of the weights of matrix products alone. */
export function convolutionPrecision({ precision, other }: FusionTarget): Precision {
  return precision === 'int4' ? other : precision;
}
