// The rules of TensorRT in the order in which its builder applies them.
import type { Rule } from '../rule.ts';
import { attentionRule } from '../rules/tensorrt/attention.ts';
import { tensorrtConvolutionRule } from '../rules/tensorrt/convolution.ts';
import { generatedRule } from '../rules/tensorrt/generated.ts';
import { pointwiseRule } from '../rules/tensorrt/pointwise.ts';
import { productRule } from '../rules/tensorrt/product.ts';
import { siblingConvolutionsRule } from '../rules/tensorrt/siblingConvolutions.ts';
import type { FusionTarget } from '../target.ts';

export function tensorrtRules(_target: FusionTarget): readonly Rule[] {
  return [siblingConvolutionsRule, tensorrtConvolutionRule, attentionRule, productRule, generatedRule, pointwiseRule];
}
