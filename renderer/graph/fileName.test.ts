import { describe, expect, it } from 'vitest';
import { fileName } from './fileName.ts';

describe('fileName', () => {
  it('makes a plain file name of any tensor name', () => {
    expect(fileName('stem.conv.weight')).toBe('stem.conv.weight');
    expect(fileName('/model/act/Relu_output_0')).toBe('model_act_Relu_output_0');
    expect(fileName('onnx::Conv 12')).toBe('onnx_Conv_12');
    expect(fileName('../..')).not.toContain('/');
    expect(fileName('')).toBe('tensor');
  });
});
