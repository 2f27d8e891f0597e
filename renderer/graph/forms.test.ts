import { describe, expect, it } from 'vitest';
import { formFor, formOf, formOptions, formValue } from './forms.ts';

const values = (target: string) => formOptions(target).map(({ value }) => value);

describe('the forms of a preview', () => {
  it('are those that a build for the target can have', () => {
    expect(values('tensorrt@8.6')).toEqual(['fp32', 'fp16', 'int8', 'int8+fp16']);
    expect(values('onnxruntime')).toEqual(['fp32', 'fp16', 'int8', 'int8+fp16', 'int4', 'int4+fp16']);
    expect(values('tensorrt@10.6')).toEqual([
      'fp32',
      'fp16',
      'int8',
      'int8+fp16',
      'bf16',
      'fp8',
      'fp8+fp16',
      'int4',
      'int4+fp16',
    ]);
  });

  it('come back from their values', () => {
    for (const value of values('tensorrt@11.1')) expect(formValue(formOf(value))).toBe(value);
    expect(formOf('int8')).toEqual({ precision: 'int8', otherPrecision: 'fp32' });
  });

  it('fall back to FP32 for a target without kernels for them', () => {
    expect(formFor('tensorrt@8.6', formOf('fp8'))).toEqual({ precision: 'fp32' });
    expect(formFor('tensorrt@8.6', formOf('int8+fp16'))).toEqual(formOf('int8+fp16'));
  });
});
