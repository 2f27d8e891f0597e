// Types of what makes tensors out of nothing: constants, ranges, fills and random numbers.
import { attribute, intAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { type Elements, type Fact, mostElements, staticShape, tensorFact, unknownShape } from '../fact.ts';
import {
  inputElements,
  inputLength,
  inputNumbers,
  inputScalar,
  inputShape,
  inputType,
  type RuleContext,
  type Rules,
} from '../rule.ts';

/** The value stands in one of several attributes, by its kind. */
function constant(context: RuleContext): readonly Fact[] {
  for (const found of context.node.attributes) {
    const list = (type: number, values: readonly number[]) => [
      tensorFact(type, [values.length], { dims: [values.length], values }),
    ];
    switch (found.type) {
      case 'tensor':
        return [tensorFact(found.value.dataType, found.value.dims, context.constant(found.name))];
      case 'sparseTensor':
        return [{ type: { kind: 'sparseTensor', elementType: found.value.values.dataType, shape: found.value.dims } }];
      case 'int':
        return [tensorFact(DataType.int64, [], { dims: [], values: [Number(found.value)] })];
      case 'float':
        return [tensorFact(DataType.float32, [], { dims: [], values: [found.value] })];
      case 'ints':
        return list(DataType.int64, Array.from(found.value, Number));
      case 'floats':
        return list(DataType.float32, Array.from(found.value));
      case 'string':
        return [tensorFact(DataType.string, [])];
      case 'strings':
        return [tensorFact(DataType.string, [found.value.length])];
    }
  }
  return [];
}

function constantOfShape(context: RuleContext): readonly Fact[] {
  const fill = attribute(context.node, 'value');
  const type = fill?.type === 'tensor' ? fill.value.dataType : DataType.float32;
  const value: Dimension = fill ? context.constant('value')?.values[0] : 0;
  const target = inputElements(context, 0)?.values;
  const length = inputLength(context, 0);
  const shape: Shape | undefined = target ?? (length === undefined ? undefined : unknownShape(length));
  return [tensorFact(type, shape, filled(shape, value))];
}

function filled(shape: Shape | undefined, value: Dimension): Elements | undefined {
  const dims = staticShape(shape);
  const count = dims?.reduce((product, size) => product * size, 1) ?? 0;
  if (!dims || value === undefined || !(count >= 0 && count <= mostElements)) return undefined;
  return { dims, values: new Array<Dimension>(count).fill(value) };
}

/** max(⌈(limit − start) / delta⌉, 0) elements (ONNX: Range). */
function range(context: RuleContext): readonly Fact[] {
  const { arithmetic } = context;
  const [start, limit, delta] = [0, 1, 2].map((index) => inputScalar(context, index));
  const type = inputType(context, 0);
  const span = arithmetic.subtract(limit, start);
  if (typeof span !== 'number' || typeof delta !== 'number' || typeof start !== 'number') {
    return [
      tensorFact(type, [typeof delta === 'number' && delta > 0 ? arithmetic.ceilDivide(span, delta) : undefined]),
    ];
  }
  const count = delta === 0 ? 0 : Math.max(0, Math.ceil(span / delta));
  if (count > mostElements) return [tensorFact(type, [count])];
  const values = Array.from({ length: count }, (_, index) => start + index * delta);
  return [tensorFact(type, [count], { dims: [count], values })];
}

/** The type that `dtype` states, or else that of the input. */
const statedType = (context: RuleContext, fallback: number) => intAttribute(context.node, 'dtype', fallback);

const likeInput = (context: RuleContext) => [
  tensorFact(statedType(context, inputType(context, 0)), inputShape(context, 0)),
];
const random = (context: RuleContext) => [
  tensorFact(statedType(context, DataType.float32), intsAttribute(context.node, 'shape')),
];
const signalWindow = (context: RuleContext) => [
  tensorFact(intAttribute(context.node, 'output_datatype', DataType.float32), [inputScalar(context, 0)]),
];

export const constantRules: Rules = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Range: range,
  EyeLike: likeInput,
  RandomNormalLike: likeInput,
  RandomUniformLike: likeInput,
  Bernoulli: likeInput,
  RandomNormal: random,
  RandomUniform: random,
  Multinomial: (context) => [
    tensorFact(statedType(context, DataType.int32), [
      inputShape(context, 0)?.[0],
      intAttribute(context.node, 'sample_size', 1),
    ]),
  ],
  HannWindow: signalWindow,
  HammingWindow: signalWindow,
  BlackmanWindow: signalWindow,
  MelWeightMatrix: (context) => {
    const [bins, transform] = [inputNumbers(context, 0)?.[0], inputNumbers(context, 1)?.[0]];
    const rows = transform === undefined ? undefined : Math.floor(transform / 2) + 1;
    return [tensorFact(intAttribute(context.node, 'output_datatype', DataType.float32), [rows, bins])];
  },
};

/** com.microsoft's Range has the same inputs. */
export const runtimeConstantRules: Rules = { Range: range };
