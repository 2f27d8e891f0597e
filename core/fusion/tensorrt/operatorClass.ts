// How TensorRT's builder sees an operator: which of its kernels can compute it.
import { intsAttribute } from '#core/onnx/attribute.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import type { FusionView } from '../view.ts';

/**
 * `convolution`, `pooling`, `resize`: kernels of its own library. `product`: a matrix product. `pointwise`: element by
 * element. `reduction`: over rows, normalizations and softmax among them. `move`: only addresses change. `quantize`:
 * QuantizeLinear and DequantizeLinear. `other`: a kernel that fuses with nothing.
 */
export type OperatorClass =
  | 'convolution'
  | 'pooling'
  | 'resize'
  | 'product'
  | 'pointwise'
  | 'reduction'
  | 'move'
  | 'quantize'
  | 'other';

const classes: ReadonlyMap<string, OperatorClass> = new Map(
  Object.entries({
    convolution: ['Conv', 'ConvTranspose'],
    pooling: ['MaxPool', 'AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'LpPool'],
    resize: ['Resize', 'Upsample'],
    product: ['MatMul', 'Gemm', 'Einsum'],
    pointwise: ['Cast', 'CastLike', 'PRelu', 'Where', 'IsNaN', 'IsInf', 'Identity', 'Dropout', 'BatchNormalization'],
    reduction: [
      'Softmax',
      'LogSoftmax',
      'LayerNormalization',
      'InstanceNormalization',
      'GroupNormalization',
      'RMSNormalization',
      'LpNormalization',
      'MeanVarianceNormalization',
      'ArgMax',
      'ArgMin',
    ],
    move: [
      'Reshape',
      'Transpose',
      'Flatten',
      'Squeeze',
      'Unsqueeze',
      'Slice',
      'Split',
      'Concat',
      'Expand',
      'Tile',
      'Pad',
      'Gather',
      'GatherElements',
      'GatherND',
      'DepthToSpace',
      'SpaceToDepth',
      'Trilu',
    ],
    quantize: ['QuantizeLinear', 'DequantizeLinear'],
  }).flatMap(([name, operators]) => operators.map((operator) => [operator, name as OperatorClass] as const)),
);
const notPointwise = new Set(['CumSum', 'CumProd', 'Hardmax', 'RotaryEmbedding', 'BitCast']);

export function operatorClass(view: FusionView, node: number): OperatorClass {
  const found = view.nodes[node];
  if (found?.domain !== '') return 'other';
  const known = classes.get(found.opType);
  if (known !== undefined) return known;
  if (found.opType.startsWith('Reduce')) return isGlobalAverage(view, node) ? 'pooling' : 'reduction';
  if (notPointwise.has(found.opType)) return 'other';
  const family = operatorFamily(found.opType, found.domain);
  return family === 'elementwise' || family === 'activation' ? 'pointwise' : 'other';
}

/** A mean over both spatial axes of an image, its axes kept: TensorRT runs it as a pooling. */
export function isGlobalAverage(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  if (found?.opType !== 'ReduceMean' || view.attribute(node, 'keepdims', 1) !== 1) return false;
  const rank = view.shape(view.input(node, 0))?.length;
  const axes = intsAttribute(found, 'axes', undefined) ?? view.values(view.input(node, 1));
  if (rank !== 4 || axes?.length !== 2) return false;
  return axes.map((axis) => (axis < 0 ? axis + 4 : axis)).every((axis) => axis === 2 || axis === 3);
}
