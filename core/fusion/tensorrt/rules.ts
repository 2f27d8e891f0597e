// The rules of TensorRT in the order in which its builder applies them.
import type { Rule } from '../rule.ts';
import { attentionRule } from '../rules/tensorrt/attention.ts';
import { closedRegionRule } from '../rules/tensorrt/closedRegion.ts';
import { tensorrtConvolutionRule } from '../rules/tensorrt/convolution.ts';
import { generatedRule } from '../rules/tensorrt/generated.ts';
import { pointwiseRule } from '../rules/tensorrt/pointwise.ts';
import { productRule } from '../rules/tensorrt/product.ts';
import { shuffleRule } from '../rules/tensorrt/shuffle.ts';
import { siblingConvolutionsRule } from '../rules/tensorrt/siblingConvolutions.ts';

export const tensorrtRules: readonly Rule[] = [
  siblingConvolutionsRule,
  tensorrtConvolutionRule,
  closedRegionRule,
  attentionRule,
  productRule,
  generatedRule,
  pointwiseRule,
  shuffleRule,
];
