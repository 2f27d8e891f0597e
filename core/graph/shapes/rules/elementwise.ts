// Shapes of what works element by element: as their one input, or broadcast; small integers are followed.
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension } from '#core/onnx/model.ts';
import { broadcastElements, broadcastShapes } from '../broadcast.ts';
import type { DimensionArithmetic } from '../dimension.ts';
import { tensorFact } from '../fact.ts';
import { inputElements, inputShape, inputType, type Rule, type RuleContext, type Rules } from '../rule.ts';
import { apply, type ElementFunction, isFloat } from './elementFunctions.ts';

/** A rule for an operator whose inputs all broadcast; `elementType` 0 means the type of the first. */
function broadcasting(elementType: number, of?: (arithmetic: DimensionArithmetic) => ElementFunction): Rule {
  return (context) => {
    const count = context.node.inputs.length;
    const shapes = Array.from({ length: count }, (_, index) => inputShape(context, index));
    const type = inputType(context, 0) || inputType(context, 1);
    const elements =
      of &&
      broadcastElements(
        Array.from({ length: count }, (_, index) => inputElements(context, index)),
        apply(of(context.arithmetic), type),
      );
    return [tensorFact(elementType || type, legacyShape(context) ?? broadcastShapes(shapes), elements)];
  };
}

/** Before opset 7, `broadcast` and `axis` placed the second operand; the result always had the first one's shape. */
function legacyShape(context: RuleContext) {
  return context.opset < 7 && context.node.domain === '' && context.node.inputs.length === 2
    ? inputShape(context, 0)
    : undefined;
}

const sameAsFirst: Rule = (context) => [tensorFact(inputType(context, 0), inputShape(context, 0))];

/** An operator on one input; further inputs are parameters that do not change the shape. */
function unary(of: (arithmetic: DimensionArithmetic, type: number) => (value: Dimension) => Dimension): Rule {
  return (context) => {
    const type = inputType(context, 0);
    const elements = inputElements(context, 0);
    const change = of(context.arithmetic, type);
    const changed = elements && { dims: elements.dims, values: elements.values.map((value) => change(value)) };
    return [tensorFact(type, inputShape(context, 0), changed)];
  };
}

const numeric = (change: (value: number) => number): Rule =>
  unary(() => (value) => (typeof value === 'number' ? change(value) : undefined));
const keepsIntegers = (change: (value: number) => number): Rule =>
  unary(() => (value) => (typeof value === 'number' ? change(value) : value));

const test = (context: RuleContext) => [tensorFact(DataType.bool, inputShape(context, 0))];

const comparison = (decide: (difference: number) => boolean): Rule =>
  broadcasting(DataType.bool, (arithmetic) => ([a, b]) => {
    const difference = arithmetic.subtract(a, b);
    if (typeof difference === 'number') return decide(difference) ? 1 : 0;
    if (typeof b === 'number' && b < least(a)) return decide(1) ? 1 : 0;
    return typeof a === 'number' && a < least(b) ? (decide(-1) ? 1 : 0) : undefined;
  });

/** The least value that an expression can have, its names being at least 1. */
function least(value: Dimension): number {
  if (typeof value !== 'string' || value.includes('-')) return Number.NEGATIVE_INFINITY;
  return value.includes('floor(') ? 0 : 1;
}

const logical = (decide: (a: boolean, b: boolean) => boolean): Rule =>
  broadcasting(
    DataType.bool,
    () =>
      ([a, b]) =>
        typeof a === 'number' && typeof b === 'number' ? Number(decide(a !== 0, b !== 0)) : undefined,
  );

const numbers = (combine: (a: number, b: number) => number): ((arithmetic: DimensionArithmetic) => ElementFunction) => {
  return () => (values) =>
    values.every((value) => typeof value === 'number') ? values.reduce((a, b) => combine(a, b)) : undefined;
};

const select: Rule = (context) => {
  const shapes = [0, 1, 2].map((index) => inputShape(context, index));
  const elements = broadcastElements(
    [0, 1, 2].map((index) => inputElements(context, index)),
    ([condition, a, b]) => (condition === undefined ? (a === b ? a : undefined) : condition === 0 ? b : a),
  );
  return [tensorFact(inputType(context, 1) || inputType(context, 2), broadcastShapes(shapes), elements)];
};

const floatModulo: ElementFunction = ([a, b]) => (typeof a === 'number' && typeof b === 'number' ? a % b : undefined);
const floorModulo: ElementFunction = ([a, b]) =>
  typeof a === 'number' && typeof b === 'number' ? a - b * Math.floor(a / b) : undefined;

const shapeKeepers = `Exp Log Sin Cos Tan Asin Acos Atan Sinh Cosh Tanh Asinh Acosh Atanh Erf Sigmoid HardSigmoid
  HardSwish Elu Celu Selu LeakyRelu PRelu Softplus Softsign ThresholdedRelu Shrink Mish Gelu Swish SwiGLU Softmax
  LogSoftmax Hardmax LRN MeanVarianceNormalization LpNormalization CumSum CumProd Trilu BitwiseNot ReverseSequence
  Scatter ScatterElements ScatterND TensorScatter Affine ImageScaler ParametricSoftplus
  ScaledTanh`;

export const elementwiseRules: Rules = {
  ...Object.fromEntries((shapeKeepers.match(/\S+/g) ?? []).map((name) => [name, sameAsFirst])),
  Relu: numeric((value) => Math.max(0, value)),
  Neg: unary((arithmetic) => (value) => arithmetic.multiply(value, -1)),
  Abs: keepsIntegers(Math.abs),
  Sign: numeric(Math.sign),
  Floor: keepsIntegers(Math.floor),
  Ceil: keepsIntegers(Math.ceil),
  Round: keepsIntegers((value) => (Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value))),
  Sqrt: numeric(Math.sqrt),
  Reciprocal: numeric((value) => Math.fround(1 / value)),
  Not: unary(() => (value) => (typeof value === 'number' ? Number(value === 0) : undefined)),
  IsNaN: test,
  IsInf: test,
  Add: broadcasting(
    0,
    ({ add }) =>
      ([a, b]) =>
        add(a, b),
  ),
  Sub: broadcasting(
    0,
    ({ subtract }) =>
      ([a, b]) =>
        subtract(a, b),
  ),
  Mul: broadcasting(
    0,
    ({ multiply }) =>
      ([a, b]) =>
        multiply(a, b),
  ),
  Div: (context) => {
    const whole = !isFloat(inputType(context, 0));
    const rule = broadcasting(0, (arithmetic) => ([a, b]) => {
      if (typeof a === 'number' && typeof b === 'number')
        return b === 0 ? undefined : whole ? Math.trunc(a / b) : a / b;
      return whole ? arithmetic.floorDivide(a, b) : arithmetic.divideExactly(a, b);
    });
    return rule(context);
  },
  Mod: (context) =>
    broadcasting(0, () => (intAttribute(context.node, 'fmod', 0) === 1 ? floatModulo : floorModulo))(context),
  Pow: broadcasting(
    0,
    numbers((a, b) => a ** b),
  ),
  Max: broadcasting(
    0,
    numbers((a, b) => Math.max(a, b)),
  ),
  Min: broadcasting(
    0,
    numbers((a, b) => Math.min(a, b)),
  ),
  Sum: broadcasting(
    0,
    ({ add }) =>
      (values) =>
        values.reduce(add),
  ),
  Mean: broadcasting(0),
  BitShift: broadcasting(0),
  BitwiseAnd: broadcasting(0),
  BitwiseOr: broadcasting(0),
  BitwiseXor: broadcasting(0),
  Equal: comparison((difference) => difference === 0),
  Less: comparison((difference) => difference < 0),
  LessOrEqual: comparison((difference) => difference <= 0),
  Greater: comparison((difference) => difference > 0),
  GreaterOrEqual: comparison((difference) => difference >= 0),
  And: logical((a, b) => a && b),
  Or: logical((a, b) => a || b),
  Xor: logical((a, b) => a !== b),
  Where: select,
};
