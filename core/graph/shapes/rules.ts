// Every rule of shape inference, by domain and operator.
import type { Rule, Rules } from './rule.ts';
import { castRules, runtimeCastRules } from './rules/cast.ts';
import { constantRules, runtimeConstantRules } from './rules/constant.ts';
import { controlRules } from './rules/control.ts';
import { convolutionRules, runtimeConvolutionRules } from './rules/convolution.ts';
import { einsumRules } from './rules/einsum.ts';
import { elementwiseRules } from './rules/elementwise.ts';
import { gatherRules, runtimeGatherRules } from './rules/gather.ts';
import { machineLearningRules } from './rules/machineLearning.ts';
import { matmulRules, runtimeMatmulRules } from './rules/matmul.ts';
import { normalizationRules, runtimeNormalizationRules } from './rules/normalization.ts';
import { pieceRules, runtimePieceRules } from './rules/pieces.ts';
import { poolingRules, runtimePoolingRules } from './rules/pooling.ts';
import { previewRules, recurrentRules, runtimeRecurrentRules } from './rules/recurrent.ts';
import { reductionRules, runtimeReductionRules } from './rules/reduction.ts';
import { reshapeRules, runtimeReshapeRules } from './rules/reshape.ts';
import { resizeRules } from './rules/resize.ts';
import { blockedRules, runtimeElementwiseRules } from './rules/runtime.ts';
import { sequenceRules } from './rules/sequence.ts';
import { sliceRules } from './rules/slice.ts';
import { trainingRules } from './rules/training.ts';
import { variousRules } from './rules/various.ts';

const standard: Rules = {
  ...elementwiseRules,
  ...castRules,
  ...constantRules,
  ...controlRules,
  ...convolutionRules,
  ...einsumRules,
  ...gatherRules,
  ...matmulRules,
  ...normalizationRules,
  ...pieceRules,
  ...poolingRules,
  ...recurrentRules,
  ...reductionRules,
  ...reshapeRules,
  ...resizeRules,
  ...sequenceRules,
  ...sliceRules,
  ...variousRules,
};

const runtime: Rules = {
  ...runtimeElementwiseRules,
  ...runtimeCastRules,
  ...runtimeConstantRules,
  ...runtimeConvolutionRules,
  ...runtimeGatherRules,
  ...runtimeMatmulRules,
  ...runtimeNormalizationRules,
  ...runtimePieceRules,
  ...runtimePoolingRules,
  ...runtimeRecurrentRules,
  ...runtimeReductionRules,
  ...runtimeReshapeRules,
};

const domains = new Map<string, ReadonlyMap<string, Rule>>([
  ['', new Map(Object.entries(standard))],
  ['ai.onnx.preview', new Map(Object.entries(previewRules))],
  ['ai.onnx.preview.training', new Map(Object.entries(trainingRules))],
  ['ai.onnx.ml', new Map(Object.entries(machineLearningRules))],
  ['com.microsoft', new Map(Object.entries(runtime))],
  ['com.microsoft.nchwc', new Map(Object.entries(blockedRules))],
]);

/** The rule of an operator; undefined where there is none, and its outputs are unknown. */
export function ruleOf(domain: string, opType: string): Rule | undefined {
  return domains.get(domain)?.get(opType);
}
