// Shapes of what keeps the elements and their order, and of Transpose.
import { intAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { pickElements, shapeText } from '../broadcast.ts';
import type { DimensionArithmetic } from '../dimension.ts';
import { type Elements, type Fact, ShapeContradiction, staticShape, tensorFact, unknownShape } from '../fact.ts';
import {
  hasInput,
  inputElements,
  inputLength,
  inputNumbers,
  inputShape,
  inputType,
  normalAxis,
  type RuleContext,
  type Rules,
} from '../rule.ts';

/** The target with 0 (unless `allowZero`) taken from the same axis and −1 computed from what is left. */
export function reshaped(
  data: Shape | undefined,
  target: readonly Dimension[],
  allowZero: boolean,
  arithmetic: DimensionArithmetic,
): Shape {
  const copied = target.map((size) => size === 0 && !allowZero);
  const shape: Dimension[] = target.map((size, axis) => (copied[axis] ? data?.[axis] : size));
  const rest = target.indexOf(-1);
  if (rest < 0) {
    requireCount(data, shape);
    return shape;
  }
  if (!data) return shape.with(rest, undefined);
  const left = data.filter((_, axis) => !copied[axis]);
  const divisors: Dimension[] = [];
  shape.forEach((size, axis) => {
    if (axis === rest || copied[axis]) return;
    const equal = size === undefined ? -1 : left.indexOf(size);
    if (equal >= 0) left.splice(equal, 1);
    else divisors.push(size);
  });
  const [total, known] = [arithmetic.product(left), arithmetic.product(divisors)];
  const size = total === 0 && known === 0 ? undefined : arithmetic.divideExactly(total, known);
  if (size === undefined && typeof total === 'number' && typeof known === 'number') {
    throw new ShapeContradiction(`${shapeText(data)} cannot be reshaped to ${shapeText(target)}`);
  }
  return shape.with(rest, size);
}

function requireCount(data: Shape | undefined, shape: Shape): void {
  const [from, to] = [staticShape(data), staticShape(shape)];
  const count = (sizes: readonly number[]) => sizes.reduce((product, size) => product * size, 1);
  if (from && to && count(from) !== count(to)) {
    throw new ShapeContradiction(`${shapeText(from)} cannot be reshaped to ${shapeText(to)}`);
  }
}

/** The same elements under a new shape. */
function renewed(context: RuleContext, shape: Shape | undefined): readonly Fact[] {
  const elements = inputElements(context, 0);
  const dims = staticShape(shape);
  const kept: Elements | undefined = elements && dims && { dims, values: elements.values };
  return [tensorFact(inputType(context, 0), shape, kept)];
}

function reshape(context: RuleContext): readonly Fact[] {
  const attribute = intsAttribute(context.node, 'shape');
  const target = attribute ?? inputElements(context, 1)?.values;
  const rank = inputLength(context, 1);
  if (!target) return renewed(context, rank === undefined ? undefined : unknownShape(rank));
  const allowZero = intAttribute(context.node, 'allowzero', 0) === 1;
  return renewed(context, reshaped(inputShape(context, 0), target, allowZero, context.arithmetic));
}

function flatten(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  if (!shape) return renewed(context, unknownShape(2));
  const axis = intAttribute(context.node, 'axis', 1);
  const place = axis < 0 ? axis + shape.length : axis;
  const { product } = context.arithmetic;
  return renewed(context, [product(shape.slice(0, place)), product(shape.slice(place))]);
}

/** Axes as an attribute before opset 13 and as an input since; null where they are an input that is not known. */
export function axesOf(context: RuleContext): readonly number[] | undefined | null {
  const attribute = intsAttribute(context.node, 'axes');
  if (attribute) return attribute;
  return hasInput(context, 1) ? (inputNumbers(context, 1) ?? null) : undefined;
}

function squeeze(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const axes = axesOf(context);
  if (!shape || axes === null) {
    const gone = inputLength(context, 1);
    return renewed(context, shape && gone !== undefined ? unknownShape(Math.max(0, shape.length - gone)) : undefined);
  }
  if (axes === undefined) {
    return renewed(context, shape.includes(undefined) ? undefined : shape.filter((size) => size !== 1));
  }
  const gone = new Set(axes.map((axis) => normalAxis(axis, shape.length)));
  for (const axis of gone) {
    const size = shape[axis];
    if (typeof size === 'number' && size !== 1)
      throw new ShapeContradiction(`axis ${axis} of ${shapeText(shape)} is not 1`);
  }
  return renewed(
    context,
    shape.filter((_, axis) => !gone.has(axis)),
  );
}

function unsqueeze(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const axes = axesOf(context);
  const more = axes?.length ?? inputLength(context, 1);
  if (!shape || more === undefined) return renewed(context, undefined);
  const rank = shape.length + more;
  if (!axes) return renewed(context, unknownShape(rank));
  const fresh = new Set(axes.map((axis) => normalAxis(axis, rank)));
  if (fresh.size < more) throw new ShapeContradiction(`the axes ${axes.join(', ')} name one axis twice`);
  const old = [...shape];
  return renewed(
    context,
    Array.from({ length: rank }, (_, axis) => (fresh.has(axis) ? 1 : old.shift())),
  );
}

function transpose(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const order = intsAttribute(context.node, 'perm') ?? shape?.map((_, axis) => shape.length - 1 - axis);
  if (!order) return [tensorFact(inputType(context, 0), undefined)];
  if (shape && order.length !== shape.length) {
    throw new ShapeContradiction(`perm names ${order.length} axes of a tensor of rank ${shape.length}`);
  }
  const turned = order.map((axis) => shape?.[axis]);
  const elements = inputElements(context, 0);
  const dims = staticShape(turned);
  const moved =
    elements &&
    dims &&
    pickElements(elements, dims, (coordinates) => order.map((_, axis) => coordinates[order.indexOf(axis)] ?? 0));
  return [tensorFact(inputType(context, 0), turned, moved)];
}

export const reshapeRules: Rules = {
  Identity: (context) => [context.inputs[0]],
  Dropout: (context) => [
    { type: context.inputs[0]?.type },
    tensorFact(context.opset < 10 ? inputType(context, 0) : 9, inputShape(context, 0)),
  ],
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
};

export const runtimeReshapeRules: Rules = {
  ExpandDims: (context) => {
    const [shape, axis] = [inputShape(context, 0), inputNumbers(context, 1)?.[0]];
    if (!shape || axis === undefined) return renewed(context, shape && unknownShape(shape.length + 1));
    return renewed(context, shape.toSpliced(normalAxis(axis, shape.length + 1), 0, 1));
  },
};
