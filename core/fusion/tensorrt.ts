// The documented fusions of TensorRT (developer guide, "Types of Fusions").
import type { Rule } from './rule.ts';
import { convolutionRule } from './rules/convolution.ts';
import { geluRule } from './rules/gelu.ts';
import { layerNormalizationRule } from './rules/layerNormalization.ts';
import { biasedMatMulRule } from './rules/matmul.ts';
import { pointwiseRule } from './rules/pointwise.ts';

const activations = new Set([
  'Relu',
  'LeakyRelu',
  'Sigmoid',
  'Tanh',
  'Clip',
  'HardSigmoid',
  'HardSwish',
  'Elu',
  'Gelu',
  'Softplus',
  'Selu',
]);

export const tensorrtRules: readonly Rule[] = [
  layerNormalizationRule,
  convolutionRule({
    source:
      'TensorRT developer guide: Convolution and ElementWise, Convolution and Activation, Padding and Convolution',
    activations,
    transposed: true,
    residual: () => true,
    composed: () => undefined,
  }),
  geluRule,
  biasedMatMulRule({
    source: 'TensorRT developer guide: MatrixMultiply with bias and activation',
    activations,
    biasNeedsShape: false,
    activationOnBatches: true,
  }),
  pointwiseRule,
];
