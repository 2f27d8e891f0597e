import { describe, expect, it } from 'vitest';
import { targetSchema } from '#core/contract/target.ts';
import { targetOf, targetTitle } from './targets.ts';

describe('a target', () => {
  it('is named as the contract wants it', () => {
    for (const [name, version] of [
      ['onnxruntime', '1.30.0'],
      ['tensorrt', '10.6'],
      ['tensorrt-rtx', null],
      ['tensorrt@8.6', '8.6'],
    ] as const) {
      expect(targetSchema.safeParse(targetOf({ name, version })).success).toBe(true);
    }
    expect(targetOf({ name: 'tensorrt', version: '10.6' })).toBe('tensorrt@10.6');
    expect(targetOf({ name: 'onnxruntime', version: '1.30.0' })).toBe('onnxruntime');
  });
  it('has a title for people', () => {
    expect(targetTitle('tensorrt@10.6', null)).toBe('TensorRT 10.6');
    expect(targetTitle('onnxruntime', null)).toBe('ONNX Runtime');
  });
});
