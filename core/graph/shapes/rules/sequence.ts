// Types of sequences and optionals.
import { intAttribute, typeAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension, Type } from '#core/onnx/model.ts';
import { type Fact, shapeOf, tensorFact } from '../fact.ts';
import { inputElements, normalAxis, type RuleContext, type Rules } from '../rule.ts';
import { agreed } from './control.ts';

const sequenceOf = (element: Type | undefined): Fact => ({ type: element && { kind: 'sequence', element } });

function elementOf(type: Type | undefined): Type | undefined {
  return type?.kind === 'sequence' || type?.kind === 'optional' ? type.element : undefined;
}

const count: Fact = tensorFact(DataType.int64, []);

function inserted(context: RuleContext): readonly Fact[] {
  const held = elementOf(context.inputs[0]?.type);
  const both = agreed(held && { type: held }, context.inputs[1]);
  return [sequenceOf(both?.type)];
}

function splitToSequence(context: RuleContext): readonly Fact[] {
  const type = context.inputs[0]?.type;
  const shape = shapeOf(context.inputs[0]);
  if (type?.kind !== 'tensor') return [];
  const axis = shape && normalAxis(intAttribute(context.node, 'axis', 0), shape.length);
  const sizes = inputElements(context, 1)?.values;
  const whole = axis === undefined ? undefined : shape?.[axis];
  const keeps = context.node.inputs.length > 1 || intAttribute(context.node, 'keepdims', 1) === 1;
  const size: Dimension = context.node.inputs.length < 2 ? 1 : evenSize(sizes, whole);
  if (!shape || axis === undefined) return [sequenceOf({ ...type, shape: undefined })];
  return [sequenceOf({ ...type, shape: keeps ? shape.with(axis, size) : shape.toSpliced(axis, 1) })];
}

/** The length that all pieces have, where they have one. */
function evenSize(sizes: readonly Dimension[] | undefined, whole: Dimension): Dimension {
  const [first] = sizes ?? [];
  if (sizes?.length === 1 && typeof first === 'number') {
    return typeof whole === 'number' && whole % first === 0 ? first : undefined;
  }
  return sizes?.every((size) => size === first) ? first : undefined;
}

function concatFromSequence(context: RuleContext): readonly Fact[] {
  const element = elementOf(context.inputs[0]?.type);
  if (element?.kind !== 'tensor') return [];
  const { shape } = element;
  const stack = intAttribute(context.node, 'new_axis', 0) === 1;
  if (!shape) return [tensorFact(element.elementType, undefined)];
  const axis = normalAxis(intAttribute(context.node, 'axis', 0), shape.length + (stack ? 1 : 0));
  return [tensorFact(element.elementType, stack ? shape.toSpliced(axis, 0, undefined) : shape.with(axis, undefined))];
}

const emptySequence = (context: RuleContext) => [
  sequenceOf({ kind: 'tensor', elementType: intAttribute(context.node, 'dtype', DataType.float32), shape: undefined }),
];

const optional = (context: RuleContext): readonly Fact[] => {
  const element = context.inputs[0]?.type ?? typeAttribute(context.node, 'type');
  return [{ type: element && { kind: 'optional', element } }];
};

/** The body gets one element of each sequence, and whole tensors as they are. */
const sequenceMap = (context: RuleContext): readonly Fact[] => {
  const elements = context.inputs.map((fact) => {
    const element = elementOf(fact?.type);
    return element ? { type: element } : fact;
  });
  return context.inferBody('body', elements, true).map((fact) => sequenceOf(fact?.type));
};

export const sequenceRules: Rules = {
  SequenceConstruct: (context) => {
    const [first, ...rest] = context.inputs;
    return [sequenceOf(rest.reduce((sum, fact) => agreed(sum, fact), agreed(first, first))?.type)];
  },
  SequenceEmpty: emptySequence,
  SequenceInsert: inserted,
  SequenceErase: (context) => [{ type: context.inputs[0]?.type }],
  SequenceAt: (context) => [{ type: elementOf(context.inputs[0]?.type) }],
  SequenceLength: () => [count],
  SequenceMap: sequenceMap,
  SplitToSequence: splitToSequence,
  ConcatFromSequence: concatFromSequence,
  Optional: optional,
  OptionalGetElement: (context) => {
    const type = context.inputs[0]?.type;
    return [{ type: type?.kind === 'optional' ? type.element : type }];
  },
  OptionalHasElement: () => [tensorFact(DataType.bool, [])],
};
