// What TensorRT leaves to run time although it depends on constants alone.
import type { Node, Shape } from '#core/onnx/model.ts';

const logic = new Set([
  'Equal',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'And',
  'Or',
  'Not',
  'Xor',
  'Where',
  'GatherElements',
  'GatherND',
  'ScatterND',
  'ScatterElements',
  'CumSum',
  'Trilu',
]);

/**
 * The parser folds arithmetic on shapes and the builder pointwise operators on weights; look-ups in tables and masks
 * made by comparison stay kernels (seen in engines of 10.6).
 */
export function keptByTensorrt(node: Node, shapeOf: (value: string) => Shape | undefined): boolean {
  // A quantizer of weights is named by the kernel that reads them.
  if (node.opType === 'QuantizeLinear') return true;
  if (node.opType === 'Gather') return (shapeOf(node.inputs[0] ?? '')?.length ?? 0) > 1;
  return logic.has(node.opType) && (shapeOf(node.outputs[0] ?? '')?.length ?? 0) > 1;
}
