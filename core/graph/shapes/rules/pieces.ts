// Shapes of what puts tensors together and takes them apart: Concat, Split, Slice, Pad, Tile, Expand.
import { intAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { broadcastShapes, expandElements, pickElements, shapeText } from '../broadcast.ts';
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

export function concatenated(
  context: RuleContext,
  places: readonly number[],
  axisAttribute: number | undefined,
): readonly Fact[] {
  const shapes = places.map((index) => inputShape(context, index));
  const type = inputType(context, places[0] ?? 0);
  const rank = shapes.find((shape) => shape !== undefined)?.length;
  if (rank === undefined || axisAttribute === undefined) return [tensorFact(type, undefined)];
  const axis = normalAxis(axisAttribute, rank);
  const shape = Array.from({ length: rank }, (_, at): Dimension => {
    const sizes = shapes.map((each) => each?.[at]);
    return at === axis ? sizes.reduce(context.arithmetic.add) : common(sizes, at, shapes);
  });
  for (const each of shapes) {
    if (each && each.length !== rank) {
      throw new ShapeContradiction(`${shapes.map(shapeText).join(' and ')} differ in rank`);
    }
  }
  return [tensorFact(type, shape, rank === 1 ? joined(context, places, shape) : undefined)];
}

/** What all agree on: the number where one has one. */
function common(sizes: readonly Dimension[], axis: number, shapes: readonly (Shape | undefined)[]): Dimension {
  const known = sizes.filter((size) => size !== undefined);
  const numbers = known.filter((size) => typeof size === 'number');
  if (numbers.some((size) => size !== numbers[0])) {
    throw new ShapeContradiction(`${shapes.map(shapeText).join(' and ')} differ at axis ${axis}`);
  }
  if (numbers.length > 0) return numbers[0];
  return known.every((size) => size === known[0]) ? known[0] : undefined;
}

/** The elements in a row; those of a short tensor of which only the length is known are unknown one by one. */
function joined(context: RuleContext, places: readonly number[], shape: Shape): Elements | undefined {
  const dims = staticShape(shape);
  if (!dims || dims[0] === undefined || dims[0] > 64) return undefined;
  const values = places.flatMap((index): readonly Dimension[] => {
    const unknown = (): readonly Dimension[] => unknownShape(inputLength(context, index) ?? 0);
    return inputElements(context, index)?.values ?? unknown();
  });
  return values.some((value) => value !== undefined) ? { dims, values } : undefined;
}

function split(context: RuleContext): readonly Fact[] {
  const { node, arithmetic } = context;
  const type = inputType(context, 0);
  const shape = inputShape(context, 0);
  const count = node.outputs.length;
  if (!shape) return node.outputs.map(() => tensorFact(type, undefined));
  const axis = normalAxis(intAttribute(node, 'axis', 0), shape.length);
  const whole = shape[axis];
  const stated = intsAttribute(node, 'split') ?? (hasInput(context, 1) ? inputElements(context, 1)?.values : undefined);
  const unknownSizes = hasInput(context, 1) && !stated;
  const parts = intAttribute(node, 'num_outputs', count);
  const chunk = arithmetic.ceilDivide(whole, parts);
  const sizes = Array.from({ length: count }, (_, at): Dimension => {
    if (stated) return stated[at];
    if (unknownSizes) return undefined;
    if (at < parts - 1) return typeof whole === 'string' ? arithmetic.divideExactly(whole, parts) : chunk;
    if (typeof whole === 'string') return arithmetic.divideExactly(whole, parts);
    return arithmetic.subtract(whole, arithmetic.multiply(chunk, parts - 1));
  });
  const elements = shape.length === 1 ? inputElements(context, 0)?.values : undefined;
  let begin = 0;
  return sizes.map((size) => {
    const values = typeof size === 'number' ? elements?.slice(begin, begin + size) : undefined;
    begin += typeof size === 'number' ? size : 0;
    return tensorFact(type, shape.with(axis, size), values && { dims: [values.length], values });
  });
}

function pad(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const type = inputType(context, 0);
  const pads =
    intsAttribute(context.node, 'pads') ?? intsAttribute(context.node, 'paddings') ?? inputElements(context, 1)?.values;
  if (!shape) return [tensorFact(type, undefined)];
  const axes = hasInput(context, 3) ? inputNumbers(context, 3) : shape.map((_, axis) => axis);
  if (!pads || !axes) return [tensorFact(type, unknownShape(shape.length))];
  if (pads.length !== 2 * axes.length) {
    throw new ShapeContradiction(`${pads.length} pads are given for ${axes.length} axes`);
  }
  const { add } = context.arithmetic;
  const padded = [...shape];
  axes.forEach((axis, at) => {
    const place = normalAxis(axis, shape.length);
    padded[place] = add(padded[place], add(pads[at], pads[at + axes.length]));
  });
  return [tensorFact(type, padded)];
}

function tile(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const type = inputType(context, 0);
  const repeats = inputElements(context, 1)?.values;
  if (!shape || context.opset < 6) return [tensorFact(type, undefined)];
  const tiled = shape.map((size, axis) => (repeats ? context.arithmetic.multiply(size, repeats[axis]) : undefined));
  const elements = inputElements(context, 0);
  const dims = staticShape(tiled);
  const spread =
    elements &&
    dims &&
    pickElements(elements, dims, (coordinates) => coordinates.map((at, axis) => at % (elements.dims[axis] ?? 1)));
  return [tensorFact(type, tiled, spread)];
}

function expand(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const type = inputType(context, 0);
  const target = inputElements(context, 1)?.values;
  const length = inputLength(context, 1);
  if (!shape || (!target && length === undefined)) return [tensorFact(type, undefined)];
  const spread = broadcastShapes([shape, target ?? unknownShape(length ?? 0)]);
  const elements = inputElements(context, 0);
  const dims = staticShape(spread);
  return [tensorFact(type, spread, elements && dims && expandElements(elements, dims))];
}

const every = (context: RuleContext) => context.node.inputs.map((_, index) => index);

export const pieceRules: Rules = {
  Concat: (context) =>
    concatenated(context, every(context), intAttribute(context.node, 'axis', context.opset < 4 ? 1 : undefined)),
  Split: split,
  Pad: pad,
  Tile: tile,
  Expand: expand,
};

/** Data, scale and zero point come in threes after the output's own (com.microsoft: QLinearConcat). */
export const runtimePieceRules: Rules = {
  QLinearConcat: (context) => {
    const data = every(context).filter((index) => index >= 2 && (index - 2) % 3 === 0);
    return concatenated(context, data, intAttribute(context.node, 'axis'));
  },
  Pad: pad,
};
