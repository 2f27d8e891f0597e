// Shapes of ONNX Runtime's element-wise operators and of its blocked layout (com.microsoft, com.microsoft.nchwc).
import { intAttribute } from '#core/onnx/attribute.ts';
import { broadcastShapes } from '../broadcast.ts';
import { type Fact, tensorFact } from '../fact.ts';
import { inputShape, inputType, type RuleContext, type Rules } from '../rule.ts';
import { convolutionRules } from './convolution.ts';
import { poolingRules } from './pooling.ts';
import { resizeRules } from './resize.ts';

const sameAsFirst = (context: RuleContext): readonly Fact[] => [
  tensorFact(inputType(context, 0), inputShape(context, 0)),
];

/** Inputs that broadcast, among parameters that do not. */
const broadcastOf =
  (...places: number[]) =>
  (context: RuleContext): readonly Fact[] => [
    tensorFact(inputType(context, places[0] ?? 0), broadcastShapes(places.map((index) => inputShape(context, index)))),
  ];

const keepers = `Gelu FastGelu QuickGelu BiasGelu BiasAdd BiasSoftmax BiasDropout Trilu ScaledSiLU Inverse DequantizeBFP`;

export const runtimeElementwiseRules: Rules = {
  ...Object.fromEntries(keepers.split(' ').map((name) => [name, sameAsFirst])),
  QLinearAdd: broadcastOf(0, 3),
  QLinearMul: broadcastOf(0, 3),
  QLinearWhere: (context) => [
    tensorFact(inputType(context, 1), broadcastShapes([0, 1, 4].map((index) => inputShape(context, index)))),
  ],
};

/** The blocked layout holds the channels in blocks of the vector width; the logical shape stays [N, C, H, W]. */
export const blockedRules: Rules = {
  Conv: convolutionRules.Conv ?? sameAsFirst,
  MaxPool: poolingRules.MaxPool ?? sameAsFirst,
  AveragePool: poolingRules.AveragePool ?? sameAsFirst,
  GlobalMaxPool: poolingRules.GlobalMaxPool ?? sameAsFirst,
  GlobalAveragePool: poolingRules.GlobalAveragePool ?? sameAsFirst,
  Upsample: resizeRules.Upsample ?? sameAsFirst,
  ReorderInput: sameAsFirst,
  ReorderOutput: (context) => {
    const shape = inputShape(context, 0);
    return [tensorFact(inputType(context, 0), shape?.with(1, intAttribute(context.node, 'channels')))];
  },
};
