// The shape of an Einsum, from its equation.
import { stringAttribute } from '#core/onnx/attribute.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { broadcastShapes } from '../broadcast.ts';
import { ShapeContradiction, tensorFact } from '../fact.ts';
import { inputShape, inputType, type Rules } from '../rule.ts';

/**
 * Numpy's einsum over shapes: letters name axes, `...` the axes that broadcast. Without `->` the output has the
 * letters that occur once, in alphabetical order, after the `...`.
 */
export function einsumShape(equation: string, shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const [left = '', right] = equation.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (terms.length !== shapes.length) {
    throw new ShapeContradiction(
      `the equation '${equation}' names ${terms.length} inputs, and ${shapes.length} are given`,
    );
  }
  const sizes = new Map<string, Dimension>();
  const batches: Shape[] = [];
  let batchKnown = true;
  terms.forEach((term, place) => {
    const shape = shapes[place];
    const [before = '', after] = term.split('...');
    if (!shape) {
      batchKnown &&= after === undefined;
      return;
    }
    const tail = after ?? '';
    const spread = shape.length - before.length - tail.length;
    if (after === undefined ? spread !== 0 : spread < 0) {
      throw new ShapeContradiction(`the term '${term}' of '${equation}' does not fit a tensor of rank ${shape.length}`);
    }
    for (const [axis, letter] of [...before].entries()) meet(sizes, letter, shape[axis]);
    for (const [axis, letter] of [...tail].entries()) meet(sizes, letter, shape[before.length + spread + axis]);
    if (after !== undefined) batches.push(shape.slice(before.length, before.length + spread));
  });
  const output = right ?? implicitOutput(terms);
  if (output.includes('...') && !batchKnown) return undefined;
  const [before = '', after = ''] = output.split('...');
  const batch = output.includes('...') ? (broadcastShapes(batches) ?? []) : [];
  return [
    ...[...before].map((letter) => sizes.get(letter)),
    ...batch,
    ...[...after].map((letter) => sizes.get(letter)),
  ];
}

function meet(sizes: Map<string, Dimension>, letter: string, size: Dimension): void {
  const known = sizes.get(letter);
  if (known === undefined || known === 1 || (typeof known === 'string' && typeof size === 'number' && size !== 1)) {
    sizes.set(letter, size);
  }
}

function implicitOutput(terms: readonly string[]): string {
  const letters = terms.join('').replaceAll('.', '');
  const once = [...new Set(letters)].filter((letter) => letters.split(letter).length === 2).sort();
  return (terms.some((term) => term.includes('...')) ? '...' : '') + once.join('');
}

export const einsumRules: Rules = {
  Einsum: (context) => {
    const shapes = context.inputs.map((_, index) => inputShape(context, index));
    return [tensorFact(inputType(context, 0), einsumShape(stringAttribute(context.node, 'equation', ''), shapes))];
  },
};
