// Which operators stay in FP32 unless a recipe says otherwise, and which pass on or tame values that FP16 cannot hold.
import type { HalfType } from './halfType.ts';

const sums = 'it adds up so many values that FP16 overflows or loses the small ones';
const squares = 'it adds up squares, which pass 65504 for values above 256';
const coordinates = 'its coordinates are finer than 16 bits resolve';
const training = 'it is a training loss';
const once = 'it is computed once, where FP32 costs nothing';
const coarse = 'it calculates with many values at once, of which BF16 keeps two to three digits';

/** The reason for operators that add up where their attribute `reduction` says so. */
export function scatteredSums({ overflows }: HalfType): string {
  return overflows ? sums : coarse;
}

/** The block list: operators that have a form of 16 bits and are safer without it, each with its reason. */
export function blockedFor({ overflows }: HalfType): ReadonlyMap<string, string> {
  return overflows ? blockedOperators : blockedInBfloat16;
}

const blockedOperators: ReadonlyMap<string, string> = new Map([
  ['Exp', 'its result passes 65504 for inputs above 11'],
  ['Pow', 'its result passes 65504 for moderate inputs'],
  ['Softmax', 'it adds up exponentials, which FP16 holds to three digits'],
  ['LogSoftmax', 'it adds up exponentials, which FP16 holds to three digits'],
  ['ReduceSum', sums],
  ['ReduceMean', sums],
  ['ReduceL1', sums],
  ['ReduceL2', squares],
  ['ReduceSumSquare', squares],
  ['ReduceLogSum', sums],
  ['ReduceLogSumExp', 'it adds up exponentials, which pass 65504 for inputs above 11'],
  ['ReduceProd', 'a product over many values overflows or vanishes in FP16'],
  ['CumSum', sums],
  ['LayerNormalization', squares],
  ['InstanceNormalization', squares],
  ['GroupNormalization', squares],
  ['RMSNormalization', squares],
  ['MeanVarianceNormalization', squares],
  ['LpNormalization', squares],
  ['LRN', squares],
  ['SkipLayerNormalization', squares],
  ['SimplifiedLayerNormalization', squares],
  ['SkipSimplifiedLayerNormalization', squares],
  ['DFT', sums],
  ['STFT', sums],
  ['RoiAlign', coordinates],
  ['MaxRoiPool', coordinates],
  ['GridSample', coordinates],
  ['AffineGrid', coordinates],
  ['HannWindow', once],
  ['HammingWindow', once],
  ['BlackmanWindow', once],
  ['MelWeightMatrix', once],
  ['EyeLike', once],
  ['BitCast', 'it reads the bits of its input'],
  ['SoftmaxCrossEntropyLoss', training],
  ['NegativeLogLikelihoodLoss', training],
]);

/** BF16 has the range of FP32 and fewer digits than FP16: what FP16 only overflows in needs no block. */
const blockedInBfloat16: ReadonlyMap<string, string> = new Map(
  [...blockedOperators]
    .filter(([operator]) => operator !== 'Exp' && operator !== 'Pow')
    .map(([operator, reason]) => [operator, /FP16|65504/.test(reason) ? coarse : reason]),
);

/** Blocked for the size of their results alone: where those were observed to be small, they need not be blocked. */
export const blockedForRange: ReadonlySet<string> = new Set(['Exp', 'Pow']);

/** Operators whose results may be too large for FP16 although their inputs are not. */
export const widening: ReadonlySet<string> = new Set(
  'Exp Pow ReduceSum ReduceL1 ReduceL2 ReduceSumSquare ReduceProd CumSum DFT STFT'.split(' '),
);

/** Operators whose results FP16 holds although it may not hold their inputs: bounded, logarithmic, or divided. */
export const taming: ReadonlySet<string> = new Set(
  `Sqrt Log Div Reciprocal Clip Sigmoid HardSigmoid Tanh Softsign Erf Softmax LogSoftmax Hardmax ReduceLogSum
  ReduceLogSumExp LayerNormalization InstanceNormalization GroupNormalization RMSNormalization LpNormalization
  MeanVarianceNormalization BatchNormalization LRN SkipLayerNormalization Sin Cos Atan Sign`.split(/\s+/),
);

/** Operators that move numbers and compute none: they run in the type that their data has. */
export const moving: ReadonlySet<string> = new Set(
  `Reshape Flatten Squeeze Unsqueeze Transpose Concat Split Slice Gather GatherElements GatherND Expand Tile Identity
  DepthToSpace SpaceToDepth Compress ReverseSequence Trilu`.split(/\s+/),
);

/** Operators of ONNX Runtime's own domain that take FP16. */
export const runtimeOperators: ReadonlySet<string> = new Set(
  `Attention BiasGelu BiasSplitGelu FastGelu FusedConv FusedGemm FusedMatMul Gelu MultiHeadAttention QuickGelu
  SkipLayerNormalization SimplifiedLayerNormalization SkipSimplifiedLayerNormalization`.split(/\s+/),
);
