import { describe, expect, it } from 'vitest';
import { requirePreviewable } from './requirePreviewable.ts';

describe('a preview in a precision', () => {
  it('is refused where no build can have it, with the target and the precision', () => {
    expect(() => requirePreviewable({ target: 'tensorrt@8.6', precision: 'fp8' })).toThrow(/FP8.*version 10.*foreseen/);
    expect(() => requirePreviewable({ target: 'onnxruntime', precision: 'int8', otherPrecision: 'bf16' })).toThrow(
      /BF16/,
    );
  });

  it('is given for every form that a build can have', () => {
    for (const precision of ['fp32', 'bf16', 'fp16', 'fp8', 'int8', 'int4'] as const)
      expect(() => requirePreviewable({ target: 'tensorrt@10.6', precision, otherPrecision: 'fp16' })).not.toThrow();
  });
});
