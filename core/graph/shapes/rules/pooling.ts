// Shapes of pools: sliding, global and over regions.
import { intAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Shape } from '#core/onnx/model.ts';
import { type Fact, tensorFact } from '../fact.ts';
import { inputElements, inputShape, inputType, type Rule, type RuleContext, type Rules } from '../rule.ts';
import { windowOf, windowSize } from '../window.ts';

function pooled(context: RuleContext): Shape | undefined {
  const data = inputShape(context, 0);
  const kernel = intsAttribute(context.node, 'kernel_shape');
  if (!data || !kernel) return undefined;
  const window = windowOf(context.node, kernel, intAttribute(context.node, 'ceil_mode', 0) === 1);
  const spatial = data.slice(2).map((size, axis) => windowSize(size, axis, window, context.arithmetic));
  return [data[0], data[1], ...spatial];
}

const pool: Rule = (context) => {
  const shape = pooled(context);
  const outputs: Fact[] = [tensorFact(inputType(context, 0), shape)];
  return context.node.outputs.length > 1 ? [...outputs, tensorFact(DataType.int64, shape)] : outputs;
};

const globalPool: Rule = (context) => [
  tensorFact(
    inputType(context, 0),
    inputShape(context, 0)?.map((size, axis) => (axis < 2 ? size : 1)),
  ),
];

/** The inverse of a window without dilation, unless the output's size is given. */
const unpool: Rule = (context) => {
  const { node, arithmetic } = context;
  const stated = inputElements(context, 2)?.values;
  const data = inputShape(context, 0);
  const kernel = intsAttribute(node, 'kernel_shape', []);
  const { strides, pads } = windowOf(node, kernel, false);
  const spatial = kernel.map((taps, axis) => {
    const steps = arithmetic.multiply(arithmetic.subtract(data?.[axis + 2], 1), strides[axis] ?? 1);
    return arithmetic.add(steps, taps - (pads[axis] ?? 0) - (pads[axis + kernel.length] ?? 0));
  });
  const computed = data && [data[0], data[1], ...spatial];
  return [tensorFact(inputType(context, 0), node.inputs.length > 2 ? stated : computed)];
};

const roiAlign: Rule = (context) => {
  const size = ['output_height', 'output_width'].map((name) => intAttribute(context.node, name, 1));
  return [tensorFact(inputType(context, 0), [inputShape(context, 1)?.[0], inputShape(context, 0)?.[1], ...size])];
};

const maxRoiPool: Rule = (context) => {
  const size = intsAttribute(context.node, 'pooled_shape');
  return [
    tensorFact(inputType(context, 0), size && [inputShape(context, 1)?.[0], inputShape(context, 0)?.[1], ...size]),
  ];
};

/** X scale, X zero point, Y scale and Y zero point stand at 1 to 4; the type is that of the data. */
export const runtimePoolingRules: Rules = { QLinearAveragePool: pool, QLinearGlobalAveragePool: globalPool };

export const poolingRules: Rules = {
  MaxPool: pool,
  AveragePool: pool,
  LpPool: pool,
  GlobalMaxPool: globalPool,
  GlobalAveragePool: globalPool,
  GlobalLpPool: globalPool,
  MaxUnpool: unpool,
  RoiAlign: roiAlign,
  MaxRoiPool: maxRoiPool,
};
