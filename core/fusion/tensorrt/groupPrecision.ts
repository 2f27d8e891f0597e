// What a kernel of TensorRT will compute in.
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { FusionView } from '../view.ts';
import { operatorClass } from './operatorClass.ts';

/** Between convolutions these run in 8 bits where calibration gave their tensors ranges. */
const followsInInt8 = new Set(['convolution', 'pooling']);

/**
 * Of values that are no floating-point numbers, their own type. FP16 and INT8 hold for what has kernels in them: with
 * INT8, convolutions and their poolings (or what reads dequantized values) in 8 bits and the rest in FP16.
 */
export function groupPrecision(view: FusionView, nodes: readonly number[], explicit: boolean): string {
  const output = view.nodes[nodes.at(-1) ?? -1]?.outputs[0] ?? '';
  const type = dataTypeName(view.type(output));
  if (!['float32', 'float16', 'bfloat16', 'float', 'undefined'].includes(type) && view.type(output) !== 0) {
    const quantized = nodes.some((node) => operatorClass(view, node) === 'quantize');
    if (!quantized) return type;
  }
  const { precision } = view.target;
  if (explicit) {
    if (nodes.some((node) => view.operator(node) === 'DequantizeLinear')) return 'int8';
    return precision === 'int8' ? 'fp16' : precision;
  }
  if (precision !== 'int8') return type === 'float16' ? 'fp16' : precision;
  const classes = nodes.map((node) => operatorClass(view, node));
  const weighted = nodes.some(
    (node) => operatorClass(view, node) === 'product' && view.isConstant(view.input(node, 1)),
  );
  return weighted || classes.some((name) => followsInInt8.has(name)) ? 'int8' : 'fp16';
}
