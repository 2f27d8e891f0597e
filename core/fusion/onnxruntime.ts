// The rules of ONNX Runtime's CPU provider at optimization level ALL.
import { intAttribute } from '#core/onnx/attribute.ts';
import type { Rule } from './rule.ts';
import { clippedByQuantizerRule } from './rules/clippedByQuantizer.ts';
import { convolutionRule } from './rules/convolution.ts';
import { droppedQuantizersRule } from './rules/droppedQuantizers.ts';
import { geluRule, quickGeluRule } from './rules/gelu.ts';
import { layerNormalizationRule, skipLayerNormalizationRule } from './rules/layerNormalization.ts';
import { biasedMatMulRule, scaledMatMulRule } from './rules/matmul.ts';
import { fixedPairsRule } from './rules/pointwise.ts';
import { quantizedRule } from './rules/quantized.ts';
import { reshapeChainRule } from './rules/reshapeChain.ts';
import { type FusionView, sameShape } from './view.ts';

// Channels in a block of the NCHWc layout: 16 with AVX-512, 8 with AVX2 (MLAS). Only grouped convolutions depend on it.
const block = 8;

const pools = new Set(['MaxPool', 'AveragePool', 'GlobalMaxPool', 'GlobalAveragePool']);
const elementwise = new Set([
  'Add',
  'Sum',
  'Relu',
  'Sigmoid',
  'Tanh',
  'Clip',
  'LeakyRelu',
  'HardSigmoid',
  'HardSwish',
  'BatchNormalization',
  'Mul',
  'Concat',
]);

const binary = new Set(['Add', 'Sum', 'Mul', 'Concat']);

/** Whether MLAS runs the convolution in its blocked layout: two spatial axes, constant weights, and groups that fit the block. */
function isBlocked(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  const weights = view.shape(view.input(node, 1));
  if (!found || view.operator(node) !== 'Conv' || weights?.length !== 4 || !view.isConstant(view.input(node, 1)))
    return false;
  const group = intAttribute(found, 'group', 1);
  const [out, perGroup] = weights;
  if (typeof out !== 'number' || typeof perGroup !== 'number') return false;
  if (group === 1) return true;
  if (perGroup === 1 && out === group) return out % block === 0;
  return perGroup % block === 0 && (out / group) % block === 0;
}

/** Whether the value stays in the blocked layout, so that a convolution can add it in place. */
function isBlockedValue(view: FusionView, value: string, depth = 0): boolean {
  const producer = view.producer(value);
  if (producer === undefined || depth > 16) return false;
  const operator = view.operator(producer);
  if (operator === 'Conv') return isBlocked(view, producer);
  if (pools.has(operator)) return view.shape(view.input(producer, 0))?.length === 4;
  if (!elementwise.has(operator)) return false;
  // What joins two values does so in the blocked layout only where both are in it, of one shape.
  const joined = binary.has(operator)
    ? (view.nodes[producer]?.inputs.map((_, place) => view.input(producer, place)) ?? [])
    : [view.input(producer, 0)];
  const shape = view.shape(value);
  return joined.every(
    (input) =>
      (operator === 'Concat' || joined.length === 1 || sameShape(view.shape(input), shape)) &&
      isBlockedValue(view, input, depth + 1),
  );
}

const convolution = convolutionRule({
  source:
    'onnxruntime ConvBNFusion, ConvMulFusion, ConvAddFusion, ConvActivationFusion, PadFusion, NchwcTransformer; observed with 1.32',
  activations: new Set(['Relu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Clip', 'HardSigmoid']),
  transposed: false,
  residual(view, node, add, other) {
    if (!isBlocked(view, node))
      return `${view.name(node)} cannot add in place: it does not run in the blocked NCHWc layout.`;
    if (!isBlockedValue(view, other))
      return `${view.name(node)} cannot add ${other} in place, which is not in the blocked NCHWc layout.`;
    // Of two convolutions that could, the Add's first operand takes the sum (NchwcTransformer tries them in order).
    const rival = convolutionBehind(view, other);
    if (rival !== undefined && view.input(add, 0) === other && isBlocked(view, rival)) {
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
  if (view.operator(producer) === 'Conv') return producer;
  return view.operator(producer) === 'BatchNormalization'
    ? convolutionBehind(view, view.input(producer, 0))
    : undefined;
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
