// What a kernel of TensorRT will compute in.
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { FusionView } from '../view.ts';
import { operatorClass } from './operatorClass.ts';

/** Between convolutions these run in 8 bits where calibration gave their tensors ranges. */
const followsInInt8 = new Set(['convolution', 'pooling']);

/** Codes by the element types that hold them. */
const codes: Readonly<Record<string, string>> = { int8: 'int8', uint8: 'int8', float8e4m3fn: 'fp8', int4: 'int4' };

/**
 * Of values that are no floating-point numbers, their own type. A quantized precision holds for what has kernels in it
 * (what reads dequantized values, else convolutions with their poolings and products with weights), and all else is in
 * the precision of the rest.
 */
export function groupPrecision(view: FusionView, nodes: readonly number[]): string {
  const output = view.nodes[nodes.at(-1) ?? -1]?.outputs[0] ?? '';
  const type = dataTypeName(view.type(output));
  if (!['float32', 'float16', 'bfloat16', 'float', 'undefined'].includes(type) && view.type(output) !== 0) {
    const quantized = nodes.some((node) => operatorClass(view, node) === 'quantize');
    if (!quantized) return type;
  }
  const { precision, other } = view.target;
  const wide = type === 'float16' ? 'fp16' : type === 'bfloat16' ? 'bf16' : other;
  if (view.isExplicit) {
    const read = nodes.filter((node) => view.operator(node) === 'DequantizeLinear');
    const found = read.map((node) => codes[dataTypeName(view.type(view.input(node, 0)))] ?? 'int8');
    // Weights in fewer bits than the values that they meet are widened to the kernel's type.
    return found.find((code) => code !== 'int4') ?? found[0] ?? wide;
  }
  if (precision === other) return wide;
  const classes = nodes.map((node) => operatorClass(view, node));
  const weighted = nodes.some(
    (node) => operatorClass(view, node) === 'product' && view.isConstant(view.input(node, 1)),
  );
  const quantized = weighted || (precision !== 'int4' && classes.some((name) => followsInInt8.has(name)));
  return quantized ? precision : wide;
}
