// The family of an operator, by which graphs are coloured and counted.
export type OperatorFamily =
  | 'convolution'
  | 'matmul'
  | 'activation'
  | 'normalization'
  | 'pooling'
  | 'elementwise'
  | 'shape'
  | 'reduction'
  | 'quantization'
  | 'control'
  | 'constant'
  | 'other';

const members: Readonly<Record<Exclude<OperatorFamily, 'other'>, string>> = {
  convolution: `Conv ConvTranspose ConvInteger QLinearConv DeformConv CausalConvWithState FusedConv NhwcConv
    NhwcFusedConv ConvTransposeWithDynamicPads`,
  matmul: `MatMul Gemm Einsum MatMulInteger QLinearMatMul Attention FlexAttention LinearAttention RNN LSTM GRU FusedMatMul
    FusedGemm TransposeMatMul MatMulIntegerToFloat DynamicQuantizeMatMul DynamicQuantizeLSTM MatMulNBits MatMulBnb4
    MatMulFpQ4 QGemm QAttention MultiHeadAttention GroupQueryAttention PagedAttention SparseAttention LongformerAttention
    DecoderAttention DecoderMaskedMultiHeadAttention DecoderMaskedSelfAttention PackedAttention
    PackedMultiHeadAttention MoE QMoE QOrderedMatMul QOrderedAttention MatMulInteger16 GemmFastGelu GemmFloat8
    FusedMatMulActivation SparseToDenseMatMul`,
  activation: `Relu LeakyRelu PRelu Elu Celu Selu Sigmoid HardSigmoid HardSwish Swish SwiGLU Tanh Softplus Softsign Mish
    Gelu ThresholdedRelu Shrink Clip Softmax LogSoftmax Hardmax Erf BiasGelu FastGelu QuickGelu BiasSoftmax
    BiasSplitGelu QLinearSigmoid QLinearLeakyRelu QLinearSoftmax ScaledTanh ParametricSoftplus`,
  normalization: `BatchNormalization InstanceNormalization GroupNormalization LayerNormalization RMSNormalization
    SimplifiedLayerNormalization LpNormalization MeanVarianceNormalization LRN SkipLayerNormalization
    SkipSimplifiedLayerNormalization EmbedLayerNormalization QEmbedLayerNormalization GroupNorm SkipGroupNorm Normalizer
    Scaler`,
  pooling: `MaxPool AveragePool LpPool GlobalMaxPool GlobalAveragePool GlobalLpPool MaxRoiPool RoiAlign MaxUnpool
    QLinearAveragePool QLinearGlobalAveragePool NhwcMaxPool MaxpoolWithMask`,
  elementwise: `Add Sub Mul Div Pow Mod Min Max Mean Sum Abs Neg Exp Log Sqrt Reciprocal Floor Ceil Round Sign Sin Cos Tan
    Asin Acos Atan Sinh Cosh Asinh Acosh Atanh And Or Xor Not Equal Less LessOrEqual Greater GreaterOrEqual Where IsNaN
    IsInf BitShift BitwiseAnd BitwiseOr BitwiseXor BitwiseNot BitCast Cast CastLike Identity Dropout CumSum CumProd
    QLinearAdd QLinearMul QLinearWhere BiasAdd BiasDropout BitmaskDropout RotaryEmbedding`,
  shape: `Reshape Flatten Squeeze Unsqueeze Transpose Concat Split Slice Gather GatherElements GatherND Scatter
    ScatterElements ScatterND TensorScatter Expand Tile Pad Resize Upsample Shape Size DepthToSpace SpaceToDepth Col2Im
    ReverseSequence Trilu Compress Unique NonZero OneHot GridSample AffineGrid CenterCropPad QLinearConcat ReorderInput
    ReorderOutput ExpandDims CropAndResize RestorePadding RemovePadding`,
  reduction: `ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp
    ReduceSumSquare ArgMax ArgMin TopK NonMaxSuppression QLinearReduceMean ReduceSumInteger Det`,
  quantization: `QuantizeLinear DequantizeLinear DynamicQuantizeLinear QuantizeBFP DequantizeBFP QuantizeWithOrder
    DequantizeWithOrder`,
  control: `If Loop Scan SequenceMap SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert
    SequenceLength SplitToSequence ConcatFromSequence Optional OptionalGetElement OptionalHasElement`,
  constant: `Constant ConstantOfShape Range EyeLike RandomNormal RandomNormalLike RandomUniform RandomUniformLike
    Bernoulli Multinomial HannWindow HammingWindow BlackmanWindow MelWeightMatrix`,
};

const familyOf = new Map<string, OperatorFamily>();
for (const [family, names] of Object.entries(members)) {
  for (const name of names.match(/\S+/g) ?? []) familyOf.set(name, family as OperatorFamily);
}

/** Families hold for the standard domains and for ONNX Runtime's own; operators of other domains are 'other'. */
export function operatorFamily(opType: string, domain: string): OperatorFamily {
  const known = domain === '' || domain.startsWith('ai.onnx') || domain.startsWith('com.microsoft');
  return (known ? familyOf.get(opType) : undefined) ?? 'other';
}
