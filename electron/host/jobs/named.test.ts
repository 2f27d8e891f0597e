import { describe, expect, it } from 'vitest';
import { aBuild } from '#core/testing/aComparison.ts';
import { buildsNamed } from './named.ts';

const of = (...precisions: readonly ('fp32' | 'fp16' | 'int8')[]) =>
  precisions.map((precision) => ({ ...aBuild(precision), model: 'one', modelName: 'shapes.onnx', precision }));

describe('builds in the words of a title', () => {
  it('are named by their precisions', () => {
    expect(buildsNamed(of('fp32', 'fp16', 'int8'))).toBe('shapes.onnx in FP32, FP16 and INT8');
    expect(buildsNamed(of('int8'))).toBe('shapes.onnx in INT8');
  });

  it('are counted where a precision comes more than once, as the recipes of a search do', () => {
    expect(buildsNamed(of('fp32', 'fp16', 'int8', 'int8', 'int8'))).toBe(
      'shapes.onnx in FP32, FP16 and 3 builds of INT8',
    );
  });

  it('are named one by one where their models differ', () => {
    const [one] = of('fp32');
    const [other] = of('int8');
    if (!one || !other) throw new TypeError('two builds were made');
    expect(buildsNamed([one, { ...other, model: 'two', modelName: 'faces.onnx' }])).toBe(
      'shapes.onnx in FP32 and faces.onnx in INT8',
    );
  });
});
