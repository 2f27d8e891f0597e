// Convolutions of TensorRT's own library with what they apply to their result.
import { intsAttribute } from '#core/onnx/attribute.ts';
import type { NodeRule } from '../../rule.ts';
import { convolutionPrecision } from '../../target.ts';
import { appliesPointwise, epilogueObstacle, isEightBits, readsCodes, readsImage } from '../../tensorrt/epilogue.ts';
import { mostInputs, pointwiseTail } from '../../tensorrt/pointwiseTail.ts';
import { elementCount, type FusionView } from '../../view.ts';
import { convolutionRule } from '../convolution.ts';

/** In every precision; other activations only where the kernel's epilogue is generated. */
const always = new Set(['Relu', 'Clip']);

export const tensorrtConvolutionRule: NodeRule = convolutionRule({
  source:
    'TensorRT developer guide: Convolution and ElementWise, Convolution and Activation, Convolution and Pooling, Padding and Convolution',
  activations: always,
  transposed: true,
  folds(view, node, next, stopped) {
    const [weights, bias] = [1, 2].map((place) => isWeight(view, view.nodes[node]?.inputs[place] ?? ''));
    const scaled =
      view.operator(next) === 'BatchNormalization' || view.nodes[next]?.inputs.some(view.isStored) === true;
    if (weights && bias && scaled) return true;
    const what = scaled ? `${view.name(node)} its ${weights ? 'bias' : 'weights'}` : `${view.name(next)} its constant`;
    const reason = `${view.name(next)} is not folded: a node gives ${what}, which is only known at run time.`;
    stopped({ nodes: [node, next], reason });
    return false;
  },
  residual(view, node, add, other) {
    if (readsCodes(view, node) && !isQuantizedAfter(view, add))
      return `${view.name(node)} reads 8-bit values, and adds in place only where the sum is quantized again: quantize the result of ${view.name(add)}.`;
    const rival = rivalFor(view, node, other);
    if (rival === undefined) return true;
    return `${view.name(rival)} takes the sum: of two convolutions that ${view.name(add)} joins, only one can add in place.`;
  },
  composed(view, last, convolution, stopped) {
    if (!appliesPointwise(view, convolution)) return undefined;
    const accepts = (node: number) =>
      view.operator(node) !== 'Cast' &&
      [0, 1].every((place) => rivalFor(view, convolution, view.input(node, place)) === undefined);
    // Pointwise operators have become one kernel before: the convolution takes all of it or nothing.
    const whole = pointwiseTail(view, last, { outside: mostInputs, broadcasts: true, accepts });
    // A residual behind the activation takes a kernel compiled for it (CaskJitConv), which 8 bits do not have.
    const outside = isEightBits(view, convolution) || !view.target.generates ? 0 : 1;
    const taken = pointwiseTail(view, last, { outside, broadcasts: false, accepts });
    const [first] = taken;
    if (first === undefined || whole.length !== taken.length) return undefined;
    const reason = epilogueObstacle(view, convolution, taken);
    if (reason !== undefined) stopped({ nodes: [last, first], reason });
    return reason === undefined ? taken : undefined;
  },
  pooled(view, last, convolution) {
    const pool = view.soleReader(last);
    if (pool === undefined || view.claimed(pool) || view.operator(pool) !== 'MaxPool') return undefined;
    // CaskConvActPool is of INT8 alone: Myelin has what is in FP8.
    const isInt8 = isEightBits(view, convolution) && view.target.precision !== 'fp8';
    return isInt8 && readsImage(view, convolution) ? pool : undefined;
  },
});

/** Whether all that reads the sum, or its activation, quantizes it (developer guide: quantize the residual input of Add). */
function isQuantizedAfter(view: FusionView, add: number): boolean {
  const reader = view.soleReader(add);
  const last = reader !== undefined && always.has(view.operator(reader)) ? reader : add;
  const readers = view.readers(last);
  return readers.length > 0 && !view.isOutput(last) && readers.every((one) => view.operator(one) === 'QuantizeLinear');
}

/** The parser keeps an Identity of weights as a layer, whose result is no weight any more; quantized weights stay weights. */
function isWeight(view: FusionView, value: string): boolean {
  if (value === '' || view.isStored(value)) return true;
  const producer = view.producer(value);
  return producer !== undefined && view.operator(producer) === 'DequantizeLinear';
}

/** Another convolution, whose result is `value` and which adds the sum of both. */
function rivalFor(view: FusionView, convolution: number, value: string): number | undefined {
  const rival = convolutionBehind(view, value);
  if (rival === undefined || rival === convolution || view.claimed(rival)) return undefined;
  return takesSum(view, rival, convolution) ? rival : undefined;
}

/**
 * Of two convolutions the one with fewer weights takes the sum, then the one that stands later; in 8 bits first of all
 * the one with the smaller stride. In BF16 Myelin has them all, and the later one takes it (engines of 10.6).
 */
function takesSum(view: FusionView, rival: number, node: number): boolean {
  const strides = [strideOf(view, rival), strideOf(view, node)] as const;
  if (convolutionPrecision(view.target) === 'bf16') return rival > node;
  if (isEightBits(view, node) && strides[0] !== strides[1]) return strides[0] < strides[1];
  const [theirs, ours] = [weightCount(view, rival), weightCount(view, node)];
  return theirs === ours ? rival > node : theirs < ours;
}

function strideOf(view: FusionView, node: number): number {
  const found = view.nodes[node];
  return (found && intsAttribute(found, 'strides', undefined))?.reduce((product, step) => product * step, 1) ?? 1;
}

function weightCount(view: FusionView, node: number): number {
  return elementCount(view.shape(view.input(node, 1)));
}

/** The convolution whose folded chain ends in this value, with nothing else reading any part of it. */
export function convolutionBehind(view: FusionView, value: string): number | undefined {
  const producer = view.producer(value);
  if (producer === undefined || view.soleReader(producer) === undefined) return undefined;
  if (view.operator(producer) === 'Conv') return producer;
  return view.operator(producer) === 'BatchNormalization'
    ? convolutionBehind(view, view.input(producer, 0))
    : undefined;
}
