// The shape of a Slice, with names in the data or in its bounds, and the small elements that it takes.
import { intsAttribute } from '#core/onnx/attribute.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { pickElements } from '../broadcast.ts';
import type { DimensionArithmetic } from '../dimension.ts';
import { type Fact, ShapeContradiction, staticShape, tensorFact, unknownShape } from '../fact.ts';
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

interface Cut {
  readonly axis: number;
  readonly start: Dimension;
  readonly end: Dimension;
  readonly step: number | undefined;
}

// Exporters write the ends of int32 or int64 for "to the end".
const farAway = 2 ** 31 - 1;

/** The length of data[start:end:step] as numpy has it; names are taken to lie inside the data. */
export function slicedSize(size: Dimension, { start, end, step }: Cut, arithmetic: DimensionArithmetic): Dimension {
  if (step === undefined || start === undefined || end === undefined) return undefined;
  if (step === 0) throw new ShapeContradiction('a step is 0');
  if (typeof start === 'number' && typeof end === 'number' && typeof size === 'number') {
    const begin = clamp(start, size, step);
    return Math.max(0, Math.ceil((clamp(end, size, step, true) - begin) / step));
  }
  const [from, to] = [inside(start, size, arithmetic), inside(end, size, arithmetic)];
  if (step === -1 && isLast(start, size, arithmetic) && typeof end === 'number' && end <= -farAway) return size;
  if (step < 0 || from === undefined || to === undefined) return undefined;
  const length = arithmetic.ceilDivide(arithmetic.subtract(to, from), step);
  return typeof length === 'number' ? Math.max(0, length) : length;
}

function clamp(at: number, size: number, step: number, end = false): number {
  const place = at < 0 ? at + size : at;
  if (step > 0) return Math.min(Math.max(place, 0), size);
  return Math.min(Math.max(place, end ? -1 : 0), size - 1);
}

/** A bound counted from the front; undefined where only numbers could tell whether it is cut off at the end. */
function inside(at: Dimension, size: Dimension, arithmetic: DimensionArithmetic): Dimension {
  if (typeof at === 'string') return at;
  if (at === undefined || size === undefined) return at === 0 ? 0 : undefined;
  if (at >= farAway) return size;
  if (at < 0) return arithmetic.add(size, at);
  return typeof size === 'number' ? Math.min(at, size) : at === 0 ? 0 : at === 1 ? 1 : undefined;
}

function isLast(start: Dimension, size: Dimension, arithmetic: DimensionArithmetic): boolean {
  return start === -1 || (typeof start === 'number' && start >= farAway) || start === arithmetic.subtract(size, 1);
}

/** Bounds as attributes before opset 10 and as inputs since; undefined where the axes are not known. */
function cutsOf(context: RuleContext, rank: number): readonly Cut[] | undefined {
  const { node } = context;
  const starts = intsAttribute(node, 'starts') ?? inputElements(context, 1)?.values;
  const ends = intsAttribute(node, 'ends') ?? inputElements(context, 2)?.values;
  const count = starts?.length ?? ends?.length ?? inputLength(context, 1) ?? inputLength(context, 2);
  const stated = intsAttribute(node, 'axes') ?? (hasInput(context, 3) ? inputNumbers(context, 3) : undefined);
  if (count === undefined || (hasInput(context, 3) && !stated)) return undefined;
  const axes = stated ?? Array.from({ length: count }, (_, axis) => axis);
  const steps = hasInput(context, 4) ? inputNumbers(context, 4) : axes.map(() => 1);
  return axes.map((axis, at) => ({
    axis: normalAxis(axis, rank),
    start: starts?.[at],
    end: ends?.[at],
    step: steps?.[at],
  }));
}

function slice(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const type = inputType(context, 0);
  if (!shape) return [tensorFact(type, undefined)];
  const cuts = cutsOf(context, shape.length);
  if (!cuts) return [tensorFact(type, unknownShape(shape.length))];
  const sliced: Dimension[] = [...shape];
  for (const cut of cuts) sliced[cut.axis] = slicedSize(shape[cut.axis], cut, context.arithmetic);
  return [tensorFact(type, sliced, slicedElements(context, shape, sliced, cuts))];
}

function slicedElements(context: RuleContext, shape: Shape, sliced: Shape, cuts: readonly Cut[]) {
  const elements = inputElements(context, 0);
  const dims = staticShape(sliced);
  const sizes = staticShape(shape);
  if (!elements || !dims || !sizes) return undefined;
  const first = sizes.map(() => 0);
  const steps = sizes.map(() => 1);
  for (const { axis, start, step } of cuts) {
    if (typeof start !== 'number' || step === undefined) return undefined;
    first[axis] = clamp(start, sizes[axis] ?? 0, step);
    steps[axis] = step;
  }
  return pickElements(elements, dims, (coordinates) =>
    coordinates.map((at, axis) => (first[axis] ?? 0) + at * (steps[axis] ?? 1)),
  );
}

export const sliceRules: Rules = { Slice: slice };
