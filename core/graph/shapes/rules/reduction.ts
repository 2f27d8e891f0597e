// Shapes of reductions, of ArgMax and of TopK.
import { intAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { type Elements, type Fact, staticShape, tensorFact, unknownShape } from '../fact.ts';
import {
  inputElements,
  inputLength,
  inputScalar,
  inputShape,
  inputType,
  normalAxis,
  type Rule,
  type RuleContext,
  type Rules,
} from '../rule.ts';
import { axesOf } from './reshape.ts';

/** Without axes all are reduced, unless `noop_with_empty_axes` says none. */
function reducedShape(context: RuleContext): Shape | undefined {
  const shape = inputShape(context, 0);
  const keep = intAttribute(context.node, 'keepdims', 1) === 1;
  const axes = axesOf(context);
  if (!shape) return undefined;
  if (axes === null) {
    const gone = inputLength(context, 1);
    if (keep) return unknownShape(shape.length);
    return gone === undefined || gone === 0 ? undefined : unknownShape(Math.max(0, shape.length - gone));
  }
  if (!axes?.length && intAttribute(context.node, 'noop_with_empty_axes', 0) === 1) return shape;
  const gone = new Set(axes?.length ? axes.map((axis) => normalAxis(axis, shape.length)) : shape.keys());
  if (keep) return shape.map((size, axis) => (gone.has(axis) ? 1 : size));
  return shape.filter((_, axis) => !gone.has(axis));
}

/** A whole vector reduced to one element, as exporters count elements with it. */
function reduce(combine?: (context: RuleContext, values: readonly Dimension[]) => Dimension): Rule {
  return (context) => {
    const shape = reducedShape(context);
    const dims = staticShape(shape);
    const values = inputElements(context, 0)?.values;
    const one = dims?.every((size) => size === 1) && values && combine ? combine(context, values) : undefined;
    const elements: Elements | undefined = dims && one !== undefined ? { dims, values: [one] } : undefined;
    return [tensorFact(inputType(context, 0), shape, elements)];
  };
}

const extreme = (pick: (...values: number[]) => number) =>
  reduce((_, values) =>
    values.length > 0 && values.every((value) => typeof value === 'number') ? pick(...values) : undefined,
  );

function argument(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  if (!shape) return [tensorFact(DataType.int64, undefined)];
  const axis = normalAxis(intAttribute(context.node, 'axis', 0), shape.length);
  const keep = intAttribute(context.node, 'keepdims', 1) === 1;
  return [tensorFact(DataType.int64, keep ? shape.with(axis, 1) : shape.toSpliced(axis, 1))];
}

function topK(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const count = context.opset < 10 ? intAttribute(context.node, 'k') : inputScalar(context, 1);
  const axis = shape && normalAxis(intAttribute(context.node, 'axis', -1), shape.length);
  const kept = axis === undefined ? undefined : shape?.with(axis, count);
  return [tensorFact(inputType(context, 0), kept), tensorFact(DataType.int64, kept)];
}

/** Statistics over axes that stay as 1 (com.microsoft: QLinearReduceMean; ONNX: MeanVarianceNormalization keeps all). */
export const runtimeReductionRules: Rules = {
  QLinearReduceMean: (context) => {
    const shape = inputShape(context, 0);
    const keep = intAttribute(context.node, 'keepdims', 1) === 1;
    const gone = new Set(
      (intsAttribute(context.node, 'axes') ?? []).map((axis) => normalAxis(axis, shape?.length ?? 64)),
    );
    const kept = keep
      ? shape?.map((size, axis) => (gone.has(axis) ? 1 : size))
      : shape?.filter((_, axis) => !gone.has(axis));
    return [tensorFact(inputType(context, 0), kept)];
  },
};

export const reductionRules: Rules = {
  ReduceSum: reduce(({ arithmetic }, values) => values.reduce(arithmetic.add, 0)),
  ReduceProd: reduce(({ arithmetic }, values) => arithmetic.product(values)),
  ReduceMax: extreme(Math.max),
  ReduceMin: extreme(Math.min),
  ReduceMean: reduce(),
  ReduceL1: reduce(),
  ReduceL2: reduce(),
  ReduceLogSum: reduce(),
  ReduceLogSumExp: reduce(),
  ReduceSumSquare: reduce(),
  ArgMax: argument,
  ArgMin: argument,
  TopK: topK,
};
