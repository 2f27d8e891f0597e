// Shapes of matrix products.
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { broadcastShapes, shapeText } from '../broadcast.ts';
import { ShapeContradiction, tensorFact } from '../fact.ts';
import { inputShape, inputType, type RuleContext, type Rules } from '../rule.ts';

/** Numpy's matmul: [… , m, k] × [… , k, n] → [… , m, n]; a 1-D side loses its axis. */
export function matmulShape(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (!a || !b) return undefined;
  if (a.length === 0 || b.length === 0) throw new ShapeContradiction('a scalar has no matrix product');
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  requireEqual(left.at(-1), right.at(-2), a, b);
  const batch = broadcastShapes([left.slice(0, -2), right.slice(0, -2)]) ?? [];
  return [...batch, ...(a.length === 1 ? [] : [left.at(-2)]), ...(b.length === 1 ? [] : [right.at(-1)])];
}

function requireEqual(a: Dimension, b: Dimension, left: Shape, right: Shape): void {
  if (typeof a === 'number' && typeof b === 'number' && a !== b) {
    throw new ShapeContradiction(`the matrices ${shapeText(left)} and ${shapeText(right)} do not multiply`);
  }
}

function gemmShape(context: RuleContext): Shape | undefined {
  const [a, b] = [inputShape(context, 0), inputShape(context, 1)];
  const [turnA, turnB] = ['transA', 'transB'].map((name) => intAttribute(context.node, name, 0) !== 0);
  if ((a && a.length !== 2) || (b && b.length !== 2)) {
    throw new ShapeContradiction(`Gemm takes matrices, not ${shapeText(a)} and ${shapeText(b)}`);
  }
  if (a && b) requireEqual(a[turnA ? 0 : 1], b[turnB ? 1 : 0], a, b);
  return [a?.[turnA ? 1 : 0], b?.[turnB ? 0 : 1]];
}

/** The last two axes swapped where an attribute says so. */
function turned(context: RuleContext, index: number, attribute: string): Shape | undefined {
  const shape = inputShape(context, index);
  if (!shape || shape.length < 2 || intAttribute(context.node, attribute, 0) === 0) return shape;
  return [...shape.slice(0, -2), shape.at(-1), shape.at(-2)];
}

/** [… , K] × packed [N, …] → [… , N]; K and N stand in attributes (com.microsoft: MatMulNBits, MatMulBnb4). */
function packedProduct(context: RuleContext): Shape | undefined {
  const data = inputShape(context, 0);
  return data && [...data.slice(0, -1), intAttribute(context.node, 'N')];
}

const product = (context: RuleContext, second: number): Shape | undefined =>
  matmulShape(inputShape(context, 0), inputShape(context, second));

export const matmulRules: Rules = {
  MatMul: (context) => [tensorFact(inputType(context, 0) || inputType(context, 1), product(context, 1))],
  MatMulInteger: (context) => [tensorFact(DataType.int32, product(context, 1))],
  QLinearMatMul: (context) => [tensorFact(inputType(context, 7), product(context, 3))],
  Gemm: (context) => [tensorFact(inputType(context, 0) || inputType(context, 1), gemmShape(context))],
};

export const runtimeMatmulRules: Rules = {
  FusedMatMul: (context) => [
    tensorFact(inputType(context, 0), matmulShape(turned(context, 0, 'transA'), turned(context, 1, 'transB'))),
  ],
  TransposeMatMul: (context) => [
    tensorFact(inputType(context, 0), matmulShape(turned(context, 0, 'transA'), turned(context, 1, 'transB'))),
  ],
  FusedGemm: (context) => [tensorFact(inputType(context, 0), gemmShape(context))],
  QGemm: (context) => [tensorFact(inputType(context, 8) || DataType.float32, qGemmShape(context))],
  MatMulIntegerToFloat: (context) => [tensorFact(inputType(context, 2), product(context, 1))],
  DynamicQuantizeMatMul: (context) => [tensorFact(inputType(context, 0), product(context, 1))],
  MatMulNBits: (context) => [tensorFact(inputType(context, 0), packedProduct(context))],
  MatMulBnb4: (context) => [tensorFact(inputType(context, 0), packedProduct(context))],
};

/** A with its scale and zero point stands before B (com.microsoft: QGemm). */
function qGemmShape(context: RuleContext): Shape | undefined {
  const [a, b] = [turned(context, 0, 'transA'), turned(context, 3, 'transB')];
  return [a?.[0], b?.[1]];
}
