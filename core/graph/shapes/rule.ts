// What a rule of shape inference is, and how it reads its node.
import { OnnxError } from '#core/onnx/error.ts';
import type { Dimension, Graph, Node, Shape } from '#core/onnx/model.ts';
import type { DimensionArithmetic } from './dimension.ts';
import { type Elements, elementTypeOf, type Fact, ShapeContradiction, shapeOf } from './fact.ts';

export interface RuleContext {
  readonly node: Node;
  /** The version of the node's domain that its graph imports. */
  readonly opset: number;
  /** One for each input of the node; undefined for an absent or unknown one. */
  readonly inputs: readonly (Fact | undefined)[];
  readonly arithmetic: DimensionArithmetic;
  /** Infers a subgraph with these facts for its inputs; the facts of its outputs. Not `settled`: an attempt, to be repeated. */
  inferBody(attribute: string, inputs: readonly (Fact | undefined)[], settled: boolean): readonly (Fact | undefined)[];
  body(attribute: string): Graph | undefined;
  /** The elements of a tensor that stands in an attribute, where they are few. */
  constant(attribute: string): Elements | undefined;
}

/** One fact an output; fewer, or undefined, where nothing is known. Throws ShapeContradiction where inputs do not fit. */
export type Rule = (context: RuleContext) => readonly (Fact | undefined)[];

/** Rules by operator name; the domain is that of the table they are put in. */
export type Rules = Readonly<Record<string, Rule>>;

export function inputShape(context: RuleContext, index: number): Shape | undefined {
  return shapeOf(context.inputs[index]);
}

export function inputType(context: RuleContext, index: number): number {
  return elementTypeOf(context.inputs[index]);
}

export function inputElements(context: RuleContext, index: number): Elements | undefined {
  return context.inputs[index]?.elements;
}

/** Whether the node names an input at that place, known or not. */
export function hasInput(context: RuleContext, index: number): boolean {
  return (context.node.inputs[index] ?? '') !== '';
}

/** The elements of an input where each is a plain number. */
export function inputNumbers(context: RuleContext, index: number): readonly number[] | undefined {
  const values = inputElements(context, index)?.values;
  return values?.every((value) => typeof value === 'number') ? values : undefined;
}

/** The one element of an input that holds one. */
export function inputScalar(context: RuleContext, index: number): Dimension {
  const values = inputElements(context, index)?.values;
  return values?.length === 1 ? values[0] : undefined;
}

/** The length of a 1-D input, where it is known. */
export function inputLength(context: RuleContext, index: number): number | undefined {
  const shape = inputShape(context, index);
  return shape?.length === 1 && typeof shape[0] === 'number' ? shape[0] : undefined;
}

/** An axis counted from the front. Throws ShapeContradiction outside −rank … rank − 1. */
export function normalAxis(axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) throw new ShapeContradiction(`axis ${axis} is outside a tensor of rank ${rank}`);
  return axis < 0 ? axis + rank : axis;
}

/** The clause to report for an error that a rule may throw; undefined for any other error. */
export function contradictionOf(error: unknown): string | undefined {
  if (error instanceof ShapeContradiction) return error.message;
  return error instanceof OnnxError ? error.reason : undefined;
}
