// Shapes of what scales images and moves data between channels and space.
import { floatsAttribute, intAttribute, intsAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import type { DimensionArithmetic } from '../dimension.ts';
import { type Fact, tensorFact, unknownShape } from '../fact.ts';
import {
  hasInput,
  inputElements,
  inputNumbers,
  inputShape,
  inputType,
  normalAxis,
  type RuleContext,
  type Rules,
} from '../rule.ts';

/** ⌊size · scale⌋ in float32, as the runtime computes it; a name is scaled by whole numbers and their inverses. */
export function scaledSize(size: Dimension, scale: number | undefined, arithmetic: DimensionArithmetic): Dimension {
  if (scale === undefined || !(scale > 0)) return undefined;
  if (typeof size === 'number') return Math.floor(Math.fround(size * scale));
  if (Number.isInteger(scale)) return arithmetic.multiply(size, scale);
  return Number.isInteger(1 / scale) ? arithmetic.floorDivide(size, 1 / scale) : undefined;
}

function resize(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const type = inputType(context, 0);
  if (!shape) return [tensorFact(type, undefined)];
  const axes = intsAttribute(context.node, 'axes') ?? shape.map((_, axis) => axis);
  const places = axes.map((axis) => normalAxis(axis, shape.length));
  const scalesAt = context.opset < 11 ? 1 : 2;
  const sizes = hasInput(context, 3) ? inputElements(context, 3)?.values : undefined;
  const scales = inputNumbers(context, scalesAt);
  const resized: Dimension[] = [...shape];
  const stated =
    sizes &&
    keepRatio(
      context,
      places.map((axis) => shape[axis]),
      sizes,
    );
  places.forEach((axis, at) => {
    if (hasInput(context, 3)) resized[axis] = stated?.[at];
    else resized[axis] = scaledSize(shape[axis], scales?.[at], context.arithmetic);
  });
  return [tensorFact(type, resized)];
}

/** With a policy, one scale for all axes: the least or the greatest that the sizes ask for, rounded half up. */
function keepRatio({ node }: RuleContext, from: Shape, to: Shape): Shape {
  const policy = stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch') return to;
  const ratios = from.map((size, at) => Number(to[at]) / Number(size));
  if (ratios.some(Number.isNaN)) return unknownShape(to.length);
  const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  return from.map((size) => Math.floor(scale * Number(size) + 0.5));
}

function upsample(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const scales = floatsAttribute(context.node, 'scales') ?? inputNumbers(context, 1);
  return [
    tensorFact(
      inputType(context, 0),
      shape?.map((size, axis) => scaledSize(size, scales?.[axis], context.arithmetic)),
    ),
  ];
}

function depthToSpace(context: RuleContext, toSpace: boolean): readonly Fact[] {
  const { multiply, divideExactly } = context.arithmetic;
  const shape = inputShape(context, 0);
  const block = intAttribute(context.node, 'blocksize', 1);
  const [grow, shrink] = toSpace ? [multiply, divideExactly] : [divideExactly, multiply];
  return [
    tensorFact(
      inputType(context, 0),
      shape && [shape[0], shrink(shape[1], block * block), grow(shape[2], block), grow(shape[3], block)],
    ),
  ];
}

function gridSample(context: RuleContext): readonly Fact[] {
  const [data, grid] = [inputShape(context, 0), inputShape(context, 1)];
  const rank = data?.length ?? grid?.length;
  const spatial = grid?.slice(1, -1) ?? unknownShape(Math.max(0, (rank ?? 2) - 2));
  return [
    tensorFact(inputType(context, 0), rank === undefined ? undefined : [data?.[0] ?? grid?.[0], data?.[1], ...spatial]),
  ];
}

/** [N, spatial…, spatial rank] for a size of [N, C, spatial…]. */
function affineGrid(context: RuleContext): readonly Fact[] {
  const size = inputElements(context, 1)?.values;
  return [tensorFact(inputType(context, 0), size && [size[0], ...size.slice(2), size.length - 2])];
}

function centerCropPad(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const target = inputElements(context, 1)?.values;
  const axes = intsAttribute(context.node, 'axes') ?? shape?.map((_, axis) => axis) ?? [];
  const cropped = shape && [...shape];
  axes.forEach((axis, at) => {
    if (cropped) cropped[normalAxis(axis, cropped.length)] = target?.[at];
  });
  return [tensorFact(inputType(context, 0), cropped)];
}

export const resizeRules: Rules = {
  Resize: resize,
  Upsample: upsample,
  DepthToSpace: (context) => depthToSpace(context, true),
  SpaceToDepth: (context) => depthToSpace(context, false),
  GridSample: gridSample,
  AffineGrid: affineGrid,
  CenterCropPad: centerCropPad,
};
