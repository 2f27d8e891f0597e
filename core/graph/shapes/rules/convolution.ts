// Shapes of convolutions, plain, transposed and quantized.
import { intAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { ShapeContradiction, tensorFact, unknownShape } from '../fact.ts';
import { inputShape, inputType, type RuleContext, type Rules } from '../rule.ts';
import { windowOf, windowSize } from '../window.ts';

/** [N, M, spatial…] from X [N, C, spatial…] and W [M, C/group, kernel…]. */
function convolved(context: RuleContext, weightInput: number): Shape | undefined {
  const data = inputShape(context, 0);
  const weight = inputShape(context, weightInput);
  if (!data) return weight && unknownShape(weight.length);
  const kernel = kernelOf(context, data.length - 2, weight);
  requireChannels(context, data, weight);
  const window = windowOf(context.node, kernel, false);
  const spatial = data.slice(2).map((size, axis) => windowSize(size, axis, window, context.arithmetic));
  return [data[0], weight?.[0], ...spatial];
}

function kernelOf(context: RuleContext, rank: number, weight: Shape | undefined): readonly Dimension[] {
  if (weight && weight.length !== rank + 2) {
    throw new ShapeContradiction(`the input has rank ${rank + 2} and the weight rank ${weight.length}`);
  }
  return intsAttribute(context.node, 'kernel_shape') ?? weight?.slice(2) ?? unknownShape(rank);
}

function requireChannels({ node }: RuleContext, data: Shape, weight: Shape | undefined): void {
  const [channels, inner, group] = [data[1], weight?.[1], intAttribute(node, 'group', 1)];
  if (typeof channels === 'number' && typeof inner === 'number' && channels !== inner * group) {
    throw new ShapeContradiction(`the input has ${channels} channels and the weight takes ${inner * group}`);
  }
}

/** stride·(size − 1) + output_padding + ((kernel − 1)·dilation + 1) − pads on each axis (ONNX: ConvTranspose). */
function convTranspose(context: RuleContext): Shape | undefined {
  const { node, arithmetic } = context;
  const data = inputShape(context, 0);
  const weight = inputShape(context, 1);
  if (!data) return weight && unknownShape(weight.length);
  const kernel = kernelOf(context, data.length - 2, weight);
  const { strides, dilations, pads, autoPad } = windowOf(node, kernel, false);
  const extra = intsAttribute(node, 'output_padding', []);
  const stated = intsAttribute(node, 'output_shape');
  const spatial = kernel.map((taps, axis) => {
    if (stated) return stated[axis + stated.length - kernel.length];
    const [size, stride] = [data[axis + 2], strides[axis] ?? 1];
    if (autoPad.startsWith('SAME')) return arithmetic.multiply(size, stride);
    const reach = arithmetic.add(arithmetic.multiply(arithmetic.subtract(taps, 1), dilations[axis] ?? 1), 1);
    const padded = autoPad === 'VALID' ? 0 : (pads[axis] ?? 0) + (pads[axis + kernel.length] ?? 0);
    const steps = arithmetic.multiply(arithmetic.subtract(size, 1), stride);
    return arithmetic.subtract(arithmetic.add(arithmetic.add(steps, extra[axis] ?? 0), reach), padded);
  });
  const channels = arithmetic.multiply(weight?.[1], intAttribute(node, 'group', 1));
  return [data[0], channels, ...spatial];
}

/** [N, blocks of a column grid folded back] (ONNX: Col2Im). */
function col2Im(context: RuleContext): Shape | undefined {
  const image = context.inputs[1]?.elements?.values;
  const block = context.inputs[2]?.elements?.values;
  const data = inputShape(context, 0);
  if (!image) return undefined;
  const taps = block ? context.arithmetic.product(block) : undefined;
  return [data?.[0], context.arithmetic.divideExactly(data?.[1], taps), ...image];
}

export const convolutionRules: Rules = {
  Conv: (context) => [tensorFact(inputType(context, 0), convolved(context, 1))],
  DeformConv: (context) => [tensorFact(inputType(context, 0), convolved(context, 1))],
  ConvInteger: (context) => [tensorFact(DataType.int32, convolved(context, 1))],
  QLinearConv: (context) => [tensorFact(inputType(context, 7), convolved(context, 3))],
  ConvTranspose: (context) => [tensorFact(inputType(context, 0), convTranspose(context))],
  Col2Im: (context) => [tensorFact(inputType(context, 0), col2Im(context))],
};

/** ONNX Runtime's convolutions on channels-last data keep the channels at the end. */
export const runtimeConvolutionRules: Rules = {
  FusedConv: (context) => [tensorFact(inputType(context, 0), convolved(context, 1))],
  QLinearConv: (context) =>
    intAttribute(context.node, 'channels_last', 0) === 0
      ? [tensorFact(inputType(context, 7), convolved(context, 3))]
      : [tensorFact(inputType(context, 7), undefined)],
};
