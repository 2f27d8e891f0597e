// Shapes of control flow: If, Loop and Scan through their bodies.
import { intAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import type { Dimension, Shape, Type } from '#core/onnx/model.ts';
import { type Fact, shapeOf, tensorFact } from '../fact.ts';
import { hasInput, inputElements, inputScalar, normalAxis, type RuleContext, type Rules } from '../rule.ts';

/** Both branches are inferred; what they agree on is known, or what the one says that a known condition takes. */
function branch(context: RuleContext): readonly (Fact | undefined)[] {
  const condition = inputScalar(context, 0);
  // A branch that is never taken may be wrong for the shapes at hand: that is why there is a condition.
  const first = context.inferBody('then_branch', [], condition !== 0);
  const second = context.inferBody('else_branch', [], condition === undefined || condition === 0);
  if (condition !== undefined) return condition === 0 ? second : first;
  return first.map((fact, index) => agreed(fact, second[index]));
}

/** What two facts have in common; the elements are not kept. */
export function agreed(a: Fact | undefined, b: Fact | undefined): Fact | undefined {
  const type = agreedType(a?.type, b?.type);
  return type && { type };
}

function agreedType(a: Type | undefined, b: Type | undefined): Type | undefined {
  if (!a || !b) return undefined;
  if (a.kind === 'tensor' && b.kind === 'tensor') {
    const elementType = a.elementType === b.elementType ? a.elementType : 0;
    return { kind: 'tensor', elementType, shape: agreedShape(a.shape, b.shape) };
  }
  if ((a.kind === 'sequence' && b.kind === 'sequence') || (a.kind === 'optional' && b.kind === 'optional')) {
    const element = agreedType(a.element, b.element);
    return element && { kind: a.kind, element };
  }
  return a.kind === b.kind ? a : undefined;
}

function agreedShape(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (!a || !b || a.length !== b.length) return undefined;
  return a.map((size, axis) => (size === b[axis] ? size : undefined));
}

/**
 * The body is inferred until its carried values keep their shape from one turn to the next; an axis that grows is
 * unknown. Scan outputs are stacked: [turns, …].
 */
function loop(context: RuleContext): readonly (Fact | undefined)[] {
  const counter = tensorFact(7, []);
  const condition = tensorFact(9, []);
  const first = context.inputs.slice(2).map((fact) => fact && { type: fact.type });
  const { outputs } = steady(first, (carried, settled) => {
    const results = context.inferBody('body', [counter, condition, ...carried], settled);
    return { carried: results.slice(1, 1 + first.length), outputs: results.slice(1 + first.length) };
  });
  const turns = turnsOf(context);
  return [
    ...outputs.carried.map((fact, index) => agreed(fact, first[index])),
    ...outputs.outputs.map((fact) => stacked(fact, 0, turns)),
  ];
}

/** The trip count, where nothing but it can end the loop. */
function turnsOf(context: RuleContext): Dimension {
  const body = context.body('body');
  const keeps = body?.outputs[0]?.name;
  const passes = body?.nodes.some(
    ({ opType, inputs, outputs }) =>
      opType === 'Identity' && outputs[0] === keeps && inputs[0] === body.inputs[1]?.name,
  );
  const started = !hasInput(context, 1) || inputElements(context, 1)?.values[0] === 1;
  const carries = keeps !== undefined && (passes || keeps === body?.inputs[1]?.name);
  return started && carries ? inputScalar(context, 0) : undefined;
}

interface Turn {
  readonly carried: readonly (Fact | undefined)[];
  readonly outputs: readonly (Fact | undefined)[];
}

/** Each attempt can only forget dimensions, so the number of attempts is bounded by how many there are. */
function steady(
  first: readonly (Fact | undefined)[],
  turn: (carried: readonly (Fact | undefined)[], settled: boolean) => Turn,
): { readonly outputs: Turn } {
  let carried = first;
  for (;;) {
    const attempt = turn(carried, false);
    const next = carried.map((fact, index) => agreed(fact, attempt.carried[index]));
    if (JSON.stringify(next) === JSON.stringify(carried.map((fact) => agreed(fact, fact)))) break;
    carried = next;
  }
  return { outputs: turn(carried, true) };
}

function stacked(fact: Fact | undefined, axis: number, turns: Dimension): Fact | undefined {
  if (fact?.type?.kind !== 'tensor') return undefined;
  const shape = shapeOf(fact);
  return tensorFact(fact.type.elementType, shape?.toSpliced(normalAxis(axis, shape.length + 1), 0, turns));
}

/** States are carried as in Loop; each scan input is read slice by slice along its axis. */
function scan(context: RuleContext): readonly (Fact | undefined)[] {
  const { node } = context;
  if (context.opset < 9) return [];
  const scanned = intAttribute(node, 'num_scan_inputs', 0);
  const states = context.inputs.length - scanned;
  const axes = intsAttribute(node, 'scan_input_axes', []);
  let turns: Dimension;
  const slices = context.inputs.slice(states).map((fact, index) => {
    const shape = shapeOf(fact);
    if (fact?.type?.kind !== 'tensor' || !shape) return fact && { type: fact.type };
    const axis = normalAxis(axes[index] ?? 0, shape.length);
    turns = typeof turns === 'number' ? turns : (shape[axis] ?? turns);
    return tensorFact(fact.type.elementType, shape.toSpliced(axis, 1));
  });
  const first = context.inputs.slice(0, states).map((fact) => fact && { type: fact.type });
  const { outputs } = steady(first, (carried, settled) => {
    const results = context.inferBody('body', [...carried, ...slices], settled);
    return { carried: results.slice(0, states), outputs: results.slice(states) };
  });
  const outputAxes = intsAttribute(node, 'scan_output_axes', []);
  return [...outputs.carried, ...outputs.outputs.map((fact, index) => stacked(fact, outputAxes[index] ?? 0, turns))];
}

export const controlRules: Rules = { If: branch, Loop: loop, Scan: scan };
