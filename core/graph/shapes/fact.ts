// What is known of a value: its type with its shape, and its elements where they are few and decide shapes.
import type { Dimension, Shape, Type } from '#core/onnx/model.ts';

export interface Fact {
  readonly type: Type | undefined;
  readonly elements?: Elements | undefined;
}

/** A small tensor's elements in row-major order; integers may be expressions over dimension names, bools are 0 and 1. */
export interface Elements {
  readonly dims: readonly number[];
  readonly values: readonly Dimension[];
}

/** Tensors of more elements are not followed: none of them holds a shape. */
export const mostElements = 256;

/** A tensor; an element type of 0 is an unknown one. */
export function tensorFact(elementType: number, shape: Shape | undefined, elements?: Elements): Fact {
  const type: Type = { kind: 'tensor', elementType, shape: shape ?? elements?.dims };
  return elements && elements.values.length <= mostElements ? { type, elements } : { type };
}

export function shapeOf(fact: Fact | undefined): Shape | undefined {
  const type = fact?.type;
  return type?.kind === 'tensor' || type?.kind === 'sparseTensor' ? type.shape : undefined;
}

export function elementTypeOf(fact: Fact | undefined): number {
  const type = fact?.type;
  return type?.kind === 'tensor' || type?.kind === 'sparseTensor' ? type.elementType : 0;
}

/** The dimensions where all of them are numbers. */
export function staticShape(shape: Shape | undefined): readonly number[] | undefined {
  return shape?.every((dimension) => typeof dimension === 'number') ? shape : undefined;
}

/** A shape of which only the rank is known. */
export function unknownShape(rank: number): Shape {
  return Array.from({ length: rank }, () => undefined);
}

/** Two inputs, or an input and an attribute, of one node contradict each other: one clause, without a full stop. */
export class ShapeContradiction extends Error {}
