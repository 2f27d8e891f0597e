// Shapes of Gather and its kin, of Shape and Size, and of other operators that look values up.
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { pickElements } from '../broadcast.ts';
import { type Fact, staticShape, tensorFact, unknownShape } from '../fact.ts';
import {
  hasInput,
  inputElements,
  inputScalar,
  inputShape,
  inputType,
  normalAxis,
  type RuleContext,
  type Rules,
} from '../rule.ts';

/** data[…, indices, …]: the indices' axes stand where `axis` was. */
function gather(context: RuleContext): readonly Fact[] {
  const [data, indices] = [inputShape(context, 0), inputShape(context, 1)];
  const type = inputType(context, 0);
  if (!data || !indices) return [tensorFact(type, undefined)];
  const axis = normalAxis(intAttribute(context.node, 'axis', 0), data.length);
  const shape = [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)];
  return [tensorFact(type, shape, gathered(context, shape, axis, indices.length))];
}

function gathered(context: RuleContext, shape: Shape, axis: number, indexRank: number) {
  const [data, indices] = [inputElements(context, 0), inputElements(context, 1)];
  const dims = staticShape(shape);
  if (!data || !indices?.values.every((value) => typeof value === 'number') || !dims) return undefined;
  const size = data.dims[axis] ?? 1;
  const places = indices.values;
  return pickElements(data, dims, (coordinates) => {
    const inner = coordinates.slice(axis, axis + indexRank);
    const flat = inner.reduce((sum, at, place) => sum * (indices.dims[place] ?? 1) + at, 0);
    const index = places[flat] ?? 0;
    return [...coordinates.slice(0, axis), index < 0 ? index + size : index, ...coordinates.slice(axis + indexRank)];
  });
}

function gatherND(context: RuleContext): readonly Fact[] {
  const [data, indices] = [inputShape(context, 0), inputShape(context, 1)];
  const type = inputType(context, 0);
  const depth = indices?.at(-1);
  if (!data || !indices || typeof depth !== 'number') return [tensorFact(type, undefined)];
  const batch = intAttribute(context.node, 'batch_dims', 0);
  return [tensorFact(type, [...indices.slice(0, -1), ...data.slice(batch + depth)])];
}

function shapeOfInput(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  if (!shape) return [tensorFact(DataType.int64, [undefined])];
  const bound = (at: number) => Math.min(Math.max(at < 0 ? at + shape.length : at, 0), shape.length);
  const start = bound(intAttribute(context.node, 'start', 0));
  const values = shape.slice(start, bound(intAttribute(context.node, 'end', shape.length)));
  return [tensorFact(DataType.int64, [values.length], { dims: [values.length], values })];
}

function size(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const count = shape && context.arithmetic.product(shape);
  return [tensorFact(DataType.int64, [], { dims: [], values: [count] })];
}

function oneHot(context: RuleContext): readonly Fact[] {
  const indices = inputShape(context, 0);
  const type = inputType(context, 2);
  if (!indices) return [tensorFact(type, undefined)];
  const axis = normalAxis(intAttribute(context.node, 'axis', -1), indices.length + 1);
  return [tensorFact(type, indices.toSpliced(axis, 0, inputScalar(context, 1)))];
}

/** [rank, how many], known only where the elements are. */
function nonZero(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const values = inputElements(context, 0)?.values;
  // A name stands for at least 1, yet a difference of names may be 0: only numbers are counted.
  const found = values?.every((value) => typeof value === 'number') ? values.filter((value) => value !== 0) : undefined;
  const rank: Dimension = shape ? Math.max(shape.length, 1) : undefined;
  return [tensorFact(DataType.int64, [rank, found?.length])];
}

function compress(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const axis = intAttribute(context.node, 'axis');
  const type = inputType(context, 0);
  if (axis === undefined) return [tensorFact(type, [undefined])];
  return [tensorFact(type, shape?.with(normalAxis(axis, shape.length), undefined))];
}

function unique(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const axis = intAttribute(context.node, 'axis');
  const values = axis === undefined ? [undefined] : shape?.with(normalAxis(axis, shape.length), undefined);
  const found = tensorFact(DataType.int64, unknownShape(1));
  const whole =
    axis === undefined ? shape && context.arithmetic.product(shape) : shape?.[normalAxis(axis, shape.length)];
  return [tensorFact(inputType(context, 0), values), found, tensorFact(DataType.int64, [whole]), found];
}

export const gatherRules: Rules = {
  Gather: gather,
  GatherElements: (context) => [tensorFact(inputType(context, 0), inputShape(context, 1))],
  GatherND: gatherND,
  Shape: shapeOfInput,
  Size: size,
  OneHot: oneHot,
  NonZero: nonZero,
  Compress: compress,
  Unique: unique,
};

/** Block-quantized tables give the type of their scales (com.microsoft: GatherBlockQuantized). */
export const runtimeGatherRules: Rules = {
  GatherBlockQuantized: (context) => [
    tensorFact(hasInput(context, 2) ? inputType(context, 2) : 0, gatherShape(context)),
  ],
};

function gatherShape(context: RuleContext): Shape | undefined {
  const type = gather(context)[0]?.type;
  return type?.kind === 'tensor' ? type.shape : undefined;
}
