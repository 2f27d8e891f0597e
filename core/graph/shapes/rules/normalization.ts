// Shapes of normalizations: the data's own, and the statistics that some put out beside it.
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { type Fact, tensorFact } from '../fact.ts';
import { inputShape, inputType, normalAxis, type RuleContext, type Rules } from '../rule.ts';

const sameAsFirst = (context: RuleContext): readonly Fact[] => [
  tensorFact(inputType(context, 0), inputShape(context, 0)),
];

/** Y; in training also the running mean and variance, before opset 14 with the saved ones after them, all [C]. */
function batchNormalization(context: RuleContext): readonly Fact[] {
  const statistics = [3, 4, 3, 4].map((index) => tensorFact(inputType(context, index), inputShape(context, index)));
  return [...sameAsFirst(context), ...statistics].slice(0, context.node.outputs.length);
}

/** Y, and mean and inverse deviation with the normalized axes as 1, in `stash_type`. */
function layerNormalization(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const stash = intAttribute(context.node, 'stash_type', DataType.float32);
  const axis = shape && normalAxis(intAttribute(context.node, 'axis', -1), shape.length);
  const kept = shape?.map((size, at) => (at < (axis ?? 0) ? size : 1));
  return [...sameAsFirst(context), tensorFact(stash, kept), tensorFact(stash, kept)];
}

export const normalizationRules: Rules = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: sameAsFirst,
  GroupNormalization: sameAsFirst,
  RMSNormalization: sameAsFirst,
  LayerNormalization: layerNormalization,
  // Written by exporters and kept by ONNX Runtime in the standard domain, though no opset has it.
  SimplifiedLayerNormalization: layerNormalization,
};

/** Y, mean, inverse deviation, and the sum of the input and what skips to it (com.microsoft). */
const skipped = (context: RuleContext): readonly Fact[] => {
  const shape = inputShape(context, 0);
  const kept = shape?.with(-1, 1);
  const data = tensorFact(inputType(context, 0), shape);
  const statistic = tensorFact(DataType.float32, kept);
  return [data, statistic, statistic, data];
};

export const runtimeNormalizationRules: Rules = {
  SkipLayerNormalization: skipped,
  SkipSimplifiedLayerNormalization: skipped,
  GroupNorm: sameAsFirst,
  EmbedLayerNormalization: (context) => {
    const ids = inputShape(context, 0);
    const width = inputShape(context, 2)?.at(-1);
    const embedded = ids && [...ids, width];
    const type = inputType(context, 2);
    return [tensorFact(type, embedded), tensorFact(DataType.int32, [ids?.[0]]), tensorFact(type, embedded)];
  },
};
