// Matrix products with their bias and activation, and products of one input that run as one.
import { otherInput } from '../../chain.ts';
import type { Apart, GraphRule, Match } from '../../rule.ts';
import { pointwiseTail } from '../../tensorrt/pointwiseTail.ts';
import { scaledInputs } from '../../tensorrt/scaledInputs.ts';
import { elementCount, type FusionView, sameShape } from '../../view.ts';

interface Product {
  readonly node: number;
  /** The product and the Add of its bias. */
  readonly nodes: readonly number[];
}

export const productRule: GraphRule = {
  name: 'matrix product',
  source:
    'TensorRT developer guide, MatrixMultiply with bias; Myelin joins products of one input in a batched one (10.6)',
  matchAll(view, stopped) {
    const products: Product[] = [];
    for (const node of Array.from(view.order)) {
      const operator = view.operator(node);
      if (view.claimed(node) || (operator !== 'MatMul' && operator !== 'Gemm')) continue;
      products.push({ node, nodes: [node, ...bias(view, node)] });
    }
    const siblings = new Map<string, Product[]>();
    for (const product of products) {
      const key = siblingKey(view, product);
      if (key !== undefined) siblings.set(key, [...(siblings.get(key) ?? []), product]);
    }
    const joined = new Set<Product>();
    const matches: Match[] = [];
    for (const family of siblings.values()) {
      if (family.length < 2) continue;
      for (const product of family) joined.add(product);
      matches.push({
        kind: 'matmul-siblings',
        nodes: family.flatMap(({ nodes }) => nodes),
        reason: `One batched matrix product: ${family.length} products read the same input with weights of the same shape.`,
      });
    }
    for (const product of products) {
      if (joined.has(product)) continue;
      const match = single(view, product, stopped);
      if (match) matches.push(match);
    }
    return matches;
  },
};

/** Add of one constant value a column. */
function bias(view: FusionView, node: number): readonly number[] {
  if (view.operator(node) !== 'MatMul') return [];
  const add = view.soleReader(node);
  if (add === undefined || view.claimed(add) || view.operator(add) !== 'Add') return [];
  const value = otherInput(view, add, view.nodes[node]?.outputs[0] ?? '');
  if (value === undefined || !view.isConstant(value)) return [];
  const shape = view.shape(value);
  return shape?.slice(0, -1).every((size) => size === 1) === true ? [add] : [];
}

/** Products with constant weights of one shape that read one value, all with a bias or all without. */
function siblingKey(view: FusionView, { node, nodes }: Product): string | undefined {
  const weights = view.input(node, 1);
  if (view.operator(node) !== 'MatMul' || !view.isConstant(weights)) return undefined;
  return `${view.input(node, 0)} ${view.shape(weights)?.join('x')} ${nodes.length}`;
}

function single(view: FusionView, { node, nodes }: Product, stopped: (apart: Apart) => void): Match | undefined {
  const last = nodes.at(-1) ?? node;
  const readers = view.readers(last);
  const tail = activation(view, last);
  const first = tail[0];
  const guard = unfused(view, node);
  if (first !== undefined && guard !== undefined) {
    stopped({ nodes: [last, first], reason: `${view.name(first)} begins a kernel of its own: ${guard}` });
  } else if (tail.length === 0 && readers.length > 1) {
    const reader = readers[0];
    if (reader !== undefined)
      stopped({
        nodes: [last, reader],
        reason: `${readers.length} nodes read the result of ${view.name(last)}, so it is written.`,
      });
  }
  const scales = [0, 1].some((place) => view.isConstant(view.input(node, place))) ? [] : scaledInputs(view, node);
  const all = guard === undefined ? [...nodes, ...tail] : nodes;
  if (all.length + scales.length === 1) return undefined;
  const kind = view.operator(node) === 'Gemm' ? 'gemm' : 'matmul';
  const parts = [...(nodes.length > 1 ? ['add'] : []), ...(all.length > nodes.length ? ['activation'] : [])];
  const words = all.slice(1).map((part) => view.operator(part));
  const applied = `${words.join(', ')} ${words.length > 1 ? 'are' : 'is'} applied to its result before that is written`;
  const factor = `the factor of ${scales.map(view.name).join(' and ')} becomes its own`;
  const reasons = [...(words.length > 0 ? [applied] : []), ...(scales.length > 0 ? [factor] : [])];
  return {
    kind: [...(scales.length > 0 ? ['scale'] : []), kind, ...parts].join('-'),
    nodes: [...scales, ...all],
    reason: `One matrix product: ${reasons.join('; ')}.`,
  };
}

/**
 * Products with so many multiplications gain from a generated kernel that also applies the activation; for smaller
 * ones the builder's timing prefers a library kernel and a pass of its own (between 17 and 302 million on an H100).
 */
const leastMultiplications = 2 ** 26;

function unfused(view: FusionView, node: number): string | undefined {
  if (view.target.other === 'fp32') return 'products in FP32 write their result before an activation.';
  const rows = view.shape(view.nodes[node]?.outputs[0] ?? '');
  const inner = view.shape(view.input(node, 0))?.at(-1);
  if (!rows?.every((size) => typeof size === 'number') || typeof inner !== 'number') return undefined;
  return elementCount(rows) * inner < leastMultiplications
    ? `the product is so small that a kernel of the library and a pass of its own are faster.`
    : undefined;
}

/** Pointwise nodes behind the product that read nothing but its result and constants, and do not change its shape. */
function activation(view: FusionView, last: number): readonly number[] {
  const shape = view.shape(view.nodes[last]?.outputs[0] ?? '');
  return pointwiseTail(view, last, {
    outside: 0,
    broadcasts: false,
    accepts: (node) =>
      view.operator(node) !== 'Cast' && sameShape(view.shape(view.nodes[node]?.outputs[0] ?? ''), shape),
  });
}
