// The rules of ONNX Runtime's CPU provider at optimization level ALL.
import { isBlocked, isBlockedNormalization, isBlockedValue, pools } from './blockedLayout.ts';
import type { Rule } from './rule.ts';
import { clippedByQuantizerRule } from './rules/clippedByQuantizer.ts';
import { convolutionRule } from './rules/convolution.ts';
import { droppedQuantizersRule } from './rules/droppedQuantizers.ts';
import { geluRule, quickGeluRule } from './rules/gelu.ts';
import { layerNormalizationRule, skipLayerNormalizationRule } from './rules/layerNormalization.ts';
import { biasedMatMulRule, scaledMatMulRule } from './rules/matmul.ts';
import { fixedPairsRule } from './rules/pointwise.ts';
import { propagatedQuantizersRule } from './rules/propagatedQuantizers.ts';
import { quantizedRule } from './rules/quantized.ts';
import { reshapeChainRule } from './rules/reshapeChain.ts';
import type { FusionView } from './view.ts';

const convolution = convolutionRule({
  source:
    'onnxruntime ConvBNFusion, ConvMulFusion, ConvAddFusion, ConvActivationFusion, PadFusion, NchwcTransformer; observed with 1.32',
  activations: new Set(['Relu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Clip', 'HardSigmoid']),
  transposed: false,
  normalizes: isBlockedNormalization,
  residual(view, node, add, other) {
    if (!isBlocked(view, node) && !isBlockedNormalization(view, node))
      return `${view.name(node)} cannot add in place: it does not run in the blocked NCHWc layout.`;
    if (!isBlockedValue(view, other))
      return `${view.name(node)} cannot add ${other} in place, which is not in the blocked NCHWc layout.`;
    // Of two convolutions that could, the Add's first operand takes the sum (NchwcTransformer tries them in order).
    const rival = convolutionBehind(view, other);
    if (rival !== undefined && view.input(add, 0) === other) {
      return `${view.name(rival)}, the first operand of ${view.name(add)}, takes the sum.`;
    }
    return true;
  },
  composed(view, last) {
    // HardSwish arrives as HardSigmoid and Mul, and is fused where the result stays in the blocked layout.
    const readers = view.readers(last);
    const single = view.soleReader(last);
    if (single !== undefined && view.operator(single) === 'HardSwish')
      return staysBlocked(view, single) ? [single] : undefined;
    const gate = readers.find((reader) => view.operator(reader) === 'HardSigmoid');
    const product = gate === undefined ? undefined : view.soleReader(gate);
    if (
      gate === undefined ||
      product === undefined ||
      view.operator(product) !== 'Mul' ||
      readers.length !== 2 ||
      !readers.includes(product)
    )
      return undefined;
    return staysBlocked(view, product) ? [gate, product] : undefined;
  },
});

/** The convolution whose folded chain ends in this value, with nothing else reading any part of it. */
function convolutionBehind(view: FusionView, value: string): number | undefined {
  const producer = view.producer(value);
  if (producer === undefined || view.soleReader(producer) === undefined) return undefined;
  if (view.operator(producer) === 'Conv') return isBlocked(view, producer) ? producer : undefined;
  if (view.operator(producer) !== 'BatchNormalization') return undefined;
  if (isBlockedNormalization(view, producer)) return producer;
  return convolutionBehind(view, view.input(producer, 0));
}

function staysBlocked(view: FusionView, node: number): boolean {
  return (
    !view.claimed(node) &&
    view.readers(node).some((reader) => isBlocked(view, reader) || pools.has(view.operator(reader)))
  );
}

export const onnxruntimeRules: readonly Rule[] = [
  quantizedRule({
    source: 'onnxruntime QDQSelectorActionTransformer',
    operators: new Set([
      'Conv',
      'MatMul',
      'Gemm',
      'Add',
      'Mul',
      'AveragePool',
      'GlobalAveragePool',
      'LeakyRelu',
      'Sigmoid',
      'Softmax',
      'Concat',
      'Where',
    ]),
  }),
  droppedQuantizersRule,
  clippedByQuantizerRule,
  propagatedQuantizersRule,
  layerNormalizationRule,
  convolution,
  biasedMatMulRule({
    source: 'onnxruntime MatMulAddFusion and GemmActivationFusion; observed with 1.32',
    activations: new Set([
      'Relu',
      'Sigmoid',
      'Tanh',
      'LeakyRelu',
      'HardSigmoid',
      'Elu',
      'Softplus',
      'Softsign',
      'ThresholdedRelu',
    ]),
  }),
  skipLayerNormalizationRule,
  geluRule,
  quickGeluRule,
  scaledMatMulRule,
  reshapeChainRule,
  fixedPairsRule,
];
