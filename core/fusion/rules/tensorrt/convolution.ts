// Convolutions of TensorRT's own library with what they apply to their result.
import { intsAttribute } from '#core/onnx/attribute.ts';
import type { NodeRule } from '../../rule.ts';
import { convolutionPrecision } from '../../target.ts';
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
  composed(view, last, convolution) {
    if (!hasGeneratedEpilogue(view, convolution)) return undefined;
    const accepts = (node: number) =>
      view.operator(node) !== 'Cast' &&
      [0, 1].every((place) => rivalFor(view, convolution, view.input(node, place)) === undefined);
    // Pointwise operators have become one kernel before: the convolution takes all of it or nothing.
    const whole = pointwiseTail(view, last, { outside: mostInputs, broadcasts: true, accepts });
    // A residual behind the activation takes a kernel compiled for it (CaskJitConv), which 8 bits do not have.
    const outside = isEightBits(view) || !view.target.generates ? 0 : 1;
    const taken = pointwiseTail(view, last, { outside, broadcasts: false, accepts });
    return whole.length > 0 && whole.length === taken.length ? taken : undefined;
  },
  pooled(view, last, convolution) {
    const pool = view.soleReader(last);
    if (pool === undefined || view.claimed(pool) || view.operator(pool) !== 'MaxPool') return undefined;
    return isEightBits(view) && inputChannels(view, convolution) <= 4 ? pool : undefined;
  },
});

/**
 * GenericConvActFusion appends any pointwise stretch to kernels on tensor cores: in 16 or 8 bits, for depthwise
 * convolutions in 8 bits only, and in 16 bits not for the few channels of an image (seen in engines of 8.5 to 10).
 */
function hasGeneratedEpilogue(view: FusionView, convolution: number): boolean {
  if (convolutionPrecision(view.target) === 'fp32' || view.operator(convolution) !== 'Conv') return false;
  if (view.attribute(convolution, 'group', 1) !== 1) return isEightBits(view) && isDepthwise(view, convolution);
  return isEightBits(view) || inputChannels(view, convolution) > 4;
}

function readsCodes(view: FusionView, convolution: number): boolean {
  const producer = view.producer(view.input(convolution, 0));
  return producer !== undefined && view.operator(producer) === 'DequantizeLinear';
}

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

function isDepthwise(view: FusionView, convolution: number): boolean {
  const [out, perGroup] = view.shape(view.input(convolution, 1)) ?? [];
  return perGroup === 1 && out === view.attribute(convolution, 'group', 1);
}

function isEightBits({ target }: FusionView): boolean {
  return convolutionPrecision(target) === 'int8' || convolutionPrecision(target) === 'fp8';
}

function inputChannels(view: FusionView, convolution: number): number {
  const perGroup = view.shape(view.input(convolution, 1))?.[1];
  return (typeof perGroup === 'number' ? perGroup : 0) * view.attribute(convolution, 'group', 1);
}

/** Another convolution, whose result is `value` and which adds the sum of both. */
function rivalFor(view: FusionView, convolution: number, value: string): number | undefined {
  const rival = convolutionBehind(view, value);
  if (rival === undefined || rival === convolution || view.claimed(rival)) return undefined;
  return takesSum(view, rival, convolution) ? rival : undefined;
}

/**
 * Of two convolutions the one with fewer weights takes the sum, then the one that stands later; in 8 bits first of all
 * the one with the smaller stride (engines of 10.6).
 */
function takesSum(view: FusionView, rival: number, node: number): boolean {
  const strides = [strideOf(view, rival), strideOf(view, node)] as const;
  if (isEightBits(view) && strides[0] !== strides[1]) return strides[0] < strides[1];
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
