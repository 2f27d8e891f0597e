// Which target takes which precision, and why not.
import type { Precision } from '#core/contract/recipe.ts';

/**
 * A sentence's part that says why a target cannot be built for in a precision; undefined where it can. What was built and
 * run to know: ONNX Runtime 1.30 on the CPU, TensorRT 10.6 and TensorRT-RTX 1.7; the others follow NVIDIA's support matrix.
 *
 * @param target `onnxruntime`, `tensorrt@10.6`, `tensorrt-rtx`, …; without a version the newest is meant.
 */
export function precisionRefusal(target: string, precision: Precision): string | undefined {
  const [kind = '', version = ''] = target.split('@');
  if (kind === 'onnxruntime') {
    return precision === 'bf16' || precision === 'fp8'
      ? `has no ${precision.toUpperCase()} kernels on processors`
      : undefined;
  }
  const major = kind === 'tensorrt' && version !== '' ? Number.parseInt(version, 10) : Number.POSITIVE_INFINITY;
  if (major >= 10) return undefined;
  return precision === 'bf16' || precision === 'fp8' || precision === 'int4'
    ? `reads ${precision.toUpperCase()} in ONNX models from version 10 on`
    : undefined;
}
