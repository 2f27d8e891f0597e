// Shapes of operators with a rule of their own: detection, signals, losses, text and linear algebra.
import { intAttribute, intsAttribute, stringAttribute, stringsAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { broadcastShapes } from '../broadcast.ts';
import { type Fact, tensorFact } from '../fact.ts';
import { hasInput, inputScalar, inputShape, inputType, normalAxis, type RuleContext, type Rules } from '../rule.ts';

/** A real or complex transform: the last axis holds 1 or 2 parts, a real one keeps half the frequencies. */
function fourier(context: RuleContext): readonly Fact[] {
  const { node, arithmetic } = context;
  const shape = inputShape(context, 0);
  const type = inputType(context, 0);
  const axisInput =
    context.opset < 20 ? intAttribute(node, 'axis', 1) : hasInput(context, 2) ? inputScalar(context, 2) : -2;
  if (!shape || typeof axisInput !== 'number') return [tensorFact(type, undefined)];
  const axis = normalAxis(axisInput, shape.length);
  const half = intAttribute(node, 'onesided', 0) === 1;
  const inverse = intAttribute(node, 'inverse', 0) === 1;
  const own = half && inverse ? arithmetic.multiply(arithmetic.subtract(shape[axis], 1), 2) : shape[axis];
  const length = hasInput(context, 1) ? inputScalar(context, 1) : own;
  const size = half && !inverse ? arithmetic.add(arithmetic.floorDivide(length, 2), 1) : length;
  return [tensorFact(type, shape.with(axis, size).with(-1, half && inverse ? 1 : 2))];
}

/** [batch, frames, bins, 2] for a frame length that is given or is the window's. */
function shortTimeFourier(context: RuleContext): readonly Fact[] {
  const { arithmetic } = context;
  const signal = inputShape(context, 0);
  const step = inputScalar(context, 1);
  const frame: Dimension = hasInput(context, 3) ? inputScalar(context, 3) : inputShape(context, 2)?.[0];
  const frames = arithmetic.add(arithmetic.floorDivide(arithmetic.subtract(signal?.[1], frame), step), 1);
  const half = intAttribute(context.node, 'onesided', 1) === 1;
  const bins = half ? arithmetic.add(arithmetic.floorDivide(frame, 2), 1) : frame;
  return [tensorFact(inputType(context, 0), [signal?.[0], frames, bins, 2])];
}

/** A scalar, or one loss for each label where nothing is reduced. */
function loss(context: RuleContext): readonly Fact[] {
  const type = inputType(context, 0);
  const whole = stringAttribute(context.node, 'reduction', 'mean') !== 'none';
  return [tensorFact(type, whole ? [] : inputShape(context, 1)), tensorFact(type, inputShape(context, 0))].slice(
    0,
    context.node.outputs.length,
  );
}

function imageDecoder(context: RuleContext): readonly Fact[] {
  const channels = stringAttribute(context.node, 'pixel_format', 'RGB') === 'Grayscale' ? 1 : 3;
  return [tensorFact(DataType.uint8, [undefined, undefined, channels])];
}

function stringSplit(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  return [tensorFact(DataType.string, shape && [...shape, undefined]), tensorFact(DataType.int64, shape)];
}

/** [batch, largest index + 1], or without a batch where the input has none. */
function vectorizer(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const width = Math.max(-1, ...(intsAttribute(context.node, 'ngram_indexes') ?? [])) + 1;
  return [tensorFact(DataType.float32, shape && [...shape.slice(0, -1), width])];
}

/** Words may be taken out, all but the last axis stay. */
function stringNormalizer(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const stops = stringsAttribute(context.node, 'stopwords', []).length > 0;
  return [tensorFact(DataType.string, stops ? shape?.with(-1, undefined) : shape)];
}

const strings = (context: RuleContext): Shape | undefined =>
  broadcastShapes([inputShape(context, 0), inputShape(context, 1)]);

export const variousRules: Rules = {
  NonMaxSuppression: () => [tensorFact(DataType.int64, [undefined, 3])],
  Det: (context) => [tensorFact(inputType(context, 0), inputShape(context, 0)?.slice(0, -2))],
  DFT: fourier,
  STFT: shortTimeFourier,
  NegativeLogLikelihoodLoss: loss,
  SoftmaxCrossEntropyLoss: loss,
  ImageDecoder: imageDecoder,
  StringSplit: stringSplit,
  StringNormalizer: stringNormalizer,
  StringConcat: (context) => [tensorFact(DataType.string, strings(context))],
  RegexFullMatch: (context) => [tensorFact(DataType.bool, inputShape(context, 0))],
  TfIdfVectorizer: vectorizer,
};
