import { describe, expect, it } from 'vitest';
import { operatorFamily } from './operatorFamily.ts';
import {
  isRuntimeOperator,
  newestIrVersion,
  newestOpset,
  operatorNames,
  operatorSchema,
  operatorVersions,
} from './operators.ts';

describe('operatorSchema', () => {
  it('gives the newest form that the opset allows', () => {
    expect(operatorSchema('', 'Squeeze', 12)?.since).toBe(11);
    expect(operatorSchema('', 'Squeeze', 13)?.inputs.map(({ name }) => name)).toEqual(['data', 'axes']);
    expect(operatorSchema('ai.onnx', 'Squeeze', 12)?.attributes.map(({ name }) => name)).toEqual(['axes']);
    expect(operatorSchema('', 'GroupNormalization', 17)).toBeUndefined();
  });

  it('knows optional and variadic parameters, counts and types', () => {
    const conv = operatorSchema('', 'Conv', 17);
    expect(conv?.inputs.map(({ kind }) => kind)).toEqual(['single', 'single', 'optional']);
    expect(conv?.arity).toEqual({ minInputs: 2, maxInputs: 3, minOutputs: 1, maxOutputs: 1 });
    expect(conv?.inputs[0]?.types).toEqual([1, 10, 11]);
    const concat = operatorSchema('', 'Concat', 13);
    expect(concat?.arity.maxInputs).toBe(Number.POSITIVE_INFINITY);
    expect(concat?.attributes).toEqual([{ name: 'axis', type: 'int', required: true, fallback: undefined }]);
    expect(operatorSchema('', 'If', 16)?.outputs[0]).toMatchObject({ kind: 'variadic', homogeneous: false });
  });

  it('carries the defaults of attributes', () => {
    const attributes = operatorSchema('', 'BatchNormalization', 15)?.attributes;
    expect(attributes?.find(({ name }) => name === 'epsilon')?.fallback).toBeCloseTo(1e-5, 12);
    expect(operatorSchema('', 'Conv', 11)?.attributes.find(({ name }) => name === 'auto_pad')?.fallback).toBe('NOTSET');
  });

  it('marks deprecated operators', () => {
    expect(operatorSchema('', 'Upsample', 9)?.deprecated).toBe(false);
    expect(operatorSchema('', 'Upsample', 13)?.deprecated).toBe(true);
  });

  it('knows the machine-learning and training domains and nothing of strangers', () => {
    expect(operatorSchema('ai.onnx.ml', 'TreeEnsembleClassifier', 3)?.since).toBe(3);
    expect(operatorSchema('ai.onnx.preview.training', 'Adam', 1)?.since).toBe(1);
    expect(operatorSchema('com.example', 'Conv', 1)).toBeUndefined();
    expect(operatorSchema('', 'constructor', 20)).toBeUndefined();
    expect(operatorVersions('', 'Relu')).toEqual([1, 6, 13, 14]);
  });

  it('knows the names of ONNX Runtime operators', () => {
    expect(isRuntimeOperator('com.microsoft', 'FusedConv')).toBe(true);
    expect(isRuntimeOperator('com.microsoft.nchwc', 'Conv')).toBe(true);
    expect(isRuntimeOperator('com.microsoft', 'NoSuchThing')).toBe(false);
  });

  it('covers opsets 7 to 24 at least', () => {
    expect(newestOpset('')).toBeGreaterThanOrEqual(24);
    expect(newestIrVersion).toBeGreaterThanOrEqual(11);
  });
});

describe('operatorFamily', () => {
  it('puts every standard operator of the default domain that computes into a family', () => {
    const strays = operatorNames('').filter((name) => operatorFamily(name, '') === 'other');
    const kinds = /^(Image|String|Regex)|(DFT|STFT|Loss|Vectorizer|Decoder)$/;
    expect(strays.filter((name) => !kinds.test(name))).toEqual([]);
  });

  it('knows no family for a domain of somebody else', () => {
    expect(operatorFamily('Conv', '')).toBe('convolution');
    expect(operatorFamily('FusedConv', 'com.microsoft')).toBe('convolution');
    expect(operatorFamily('Conv', 'com.example')).toBe('other');
  });
});
