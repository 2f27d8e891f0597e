// What fusion rules need to know of a target: the runtime, its version, and the precision asked for.
import type { Precision } from '#core/contract/recipe.ts';

export interface FusionTarget {
  readonly backend: 'onnxruntime' | 'tensorrt' | 'tensorrt-rtx';
  /** Major and minor; for a target without a version, the one that rules are best known for. TensorRT-RTX counts as 11, whose builder it shares. */
  readonly major: number;
  readonly minor: number;
  readonly precision: Precision;
}

/** @param target as in the contract: `onnxruntime`, `tensorrt@10.6`, … */
export function fusionTarget(target: string, precision: Precision = 'fp32'): FusionTarget {
  const [name = '', version = ''] = target.split('@');
  if (name === 'onnxruntime') return { backend: 'onnxruntime', major: 1, minor: 0, precision };
  const backend = name === 'tensorrt-rtx' ? name : 'tensorrt';
  const [major = 10, minor = 0] = version === '' ? [] : version.split('.').map(Number);
  return backend === 'tensorrt-rtx'
    ? { backend, major: 11, minor: 0, precision }
    : { backend, major, minor, precision };
}
