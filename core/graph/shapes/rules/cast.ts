// Types of what changes the element type and keeps the shape: casts and quantization.
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { tensorFact } from '../fact.ts';
import { hasInput, inputElements, inputShape, inputType, type RuleContext, type Rules } from '../rule.ts';
import { castElement } from './elementFunctions.ts';

function castTo(context: RuleContext, type: number) {
  const elements = inputElements(context, 0);
  const changed = elements && {
    dims: elements.dims,
    values: elements.values.map((value) => castElement(value, type)),
  };
  return [tensorFact(type, inputShape(context, 0), changed)];
}

/** The zero point's type, else `output_dtype`, else uint8. */
const quantizeLinear = (context: RuleContext) => {
  const type = hasInput(context, 2)
    ? inputType(context, 2)
    : intAttribute(context.node, 'output_dtype', 0) || DataType.uint8;
  return [tensorFact(type, inputShape(context, 0))];
};

/** `output_dtype`, else the scale's type. */
const dequantizeLinear = (context: RuleContext) => [
  tensorFact(intAttribute(context.node, 'output_dtype', 0) || inputType(context, 1), inputShape(context, 0)),
];

const clip = (context: RuleContext) => [tensorFact(inputType(context, 0), inputShape(context, 0))];

export const castRules: Rules = {
  Cast: (context) => castTo(context, intAttribute(context.node, 'to', 0)),
  CastLike: (context) => castTo(context, inputType(context, 1)),
  BitCast: (context) => [tensorFact(intAttribute(context.node, 'to', 0), inputShape(context, 0))],
  Clip: clip,
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
  DynamicQuantizeLinear: (context) => [
    tensorFact(DataType.uint8, inputShape(context, 0)),
    tensorFact(DataType.float32, []),
    tensorFact(DataType.uint8, []),
  ],
};

/** ONNX Runtime's quantized operators take the data, its scale and zero point, and give the same type. */
const sameAsFirst = (context: RuleContext) => [tensorFact(inputType(context, 0), inputShape(context, 0))];

export const runtimeCastRules: Rules = {
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
  QLinearSigmoid: sameAsFirst,
  QLinearLeakyRelu: sameAsFirst,
  QLinearSoftmax: sameAsFirst,
};
