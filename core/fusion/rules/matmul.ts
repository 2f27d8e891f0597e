// Matrix products with their bias, scale, transposes and activation.
import { intsAttribute } from '#core/onnx/attribute.ts';
import { nextInChain, otherInput } from '../chain.ts';
import type { Apart, Match, Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';

export interface MatMulOptions {
  readonly source: string;
  readonly activations: ReadonlySet<string>;
}

/** MatMul + Add of a bias (+ activation), and Gemm + activation. */
export function biasedMatMulRule(options: MatMulOptions): Rule {
  return {
    name: 'biased matmul',
    source: options.source,
    match(view, node, stopped) {
      const operator = view.operator(node);
      if (operator !== 'MatMul' && operator !== 'Gemm') return undefined;
      const chain = [node];
      let flat = operator === 'Gemm';
      if (operator === 'MatMul') {
        const norm = foldedNormalization(view, node);
        if (norm !== undefined) return foldedProduct(view, [node, norm], options.activations, stopped);
        const add = nextInChain(view, node, (name) => name === 'Add', stopped);
        const bias = add === undefined ? undefined : otherInput(view, add, view.nodes[node]?.outputs[0] ?? '');
        if (add === undefined || bias === undefined || !isBias(view, node, bias)) return undefined;
        const input = view.shape(view.input(node, 0));
        flat = input?.length === 2;
        if (!flat && !input?.every((size) => typeof size === 'number')) {
          stopped({
            nodes: [node, add],
            reason: `${view.name(add)} stays a kernel of its own: the shape of ${view.name(node)}'s input is dynamic, and a Gemm with bias needs two known dimensions.`,
          });
          return undefined;
        }
        chain.push(add);
      }
      if (flat) {
        const activation = nextInChain(
          view,
          chain[chain.length - 1] ?? node,
          (name) => options.activations.has(name),
          stopped,
        );
        if (activation !== undefined) chain.push(activation);
      }
      if (chain.length === 1) return undefined;
      const tail = chain
        .slice(1)
        .map((part) => view.operator(part))
        .join(' and ');
      const kind = [
        operator === 'Gemm' ? 'gemm' : 'matmul',
        ...chain.slice(1).map((part) => (view.operator(part) === 'Add' ? 'add' : 'activation')),
      ].join('-');
      return {
        kind,
        nodes: chain,
        reason: `One matrix product: ${tail} ${chain.length > 2 ? 'are' : 'is'} applied to its result before that is written.`,
      };
    },
  };
}

/** A BatchNormalization of two dimensions with constant statistics, whose scale becomes the weights' (MatmulBNFusion). */
function foldedNormalization(view: FusionView, node: number): number | undefined {
  const norm = view.soleReader(node);
  if (norm === undefined || view.operator(norm) !== 'BatchNormalization' || view.claimed(norm)) return undefined;
  const isFlat = view.shape(view.input(node, 0))?.length === 2 && view.isConstant(view.input(node, 1));
  return isFlat && [1, 2, 3, 4].every((place) => view.isConstant(view.input(norm, place))) ? norm : undefined;
}

function foldedProduct(
  view: FusionView,
  nodes: readonly [product: number, norm: number],
  activations: ReadonlySet<string>,
  stopped: (apart: Apart) => void,
): Match {
  const activation = nextInChain(view, nodes[1], (name) => activations.has(name), stopped);
  const applied = activation === undefined ? '' : `; ${view.operator(activation)} is applied to the result`;
  return {
    kind: activation === undefined ? 'matmul-bn' : 'matmul-bn-activation',
    nodes: activation === undefined ? nodes : [...nodes, activation],
    reason: `One matrix product: BatchNormalization is folded into its weights${applied}.`,
  };
}

/** One value a column, as a Gemm's C. */
function isBias(view: FusionView, product: number, bias: string): boolean {
  const shape = view.shape(bias);
  const weights = view.shape(view.input(product, 1));
  if (!view.isConstant(bias) || !shape) return false;
  const columns = weights?.[weights.length - 1];
  return (
    shape.slice(0, -1).every((size) => size === 1) && (columns === undefined || shape[shape.length - 1] === columns)
  );
}

/** A constant factor after a product, and transposes before it (onnxruntime's FusedMatMul). */
export const scaledMatMulRule: Rule = {
  name: 'scaled matmul',
  source: 'onnxruntime graph transformers MatMulScaleFusion and MatmulTransposeFusion; observed with 1.32',
  match(view, node, stopped) {
    if (view.operator(node) !== 'MatMul') return undefined;
    const before = [0, 1].flatMap((place) => operandChain(view, node, place));
    const scale = nextInChain(view, node, (name) => name === 'Mul' || name === 'Div', stopped);
    const factor = scale === undefined ? undefined : otherInput(view, scale, view.nodes[node]?.outputs[0] ?? '');
    const scaled =
      scale !== undefined &&
      factor !== undefined &&
      view.scalar(factor) !== undefined &&
      !(view.operator(scale) === 'Div' && view.input(scale, 0) === factor);
    if (before.length === 0 && !scaled) return undefined;
    return {
      kind: 'matmul-scale',
      nodes: [...new Set(before), node, ...(scaled ? [scale] : [])],
      reason: `One matrix product: ${[before.length > 0 ? 'its operands are read transposed or scaled' : '', scaled ? 'the factor is applied to its result' : ''].filter(Boolean).join('; ')}.`,
    };
  },
};

/** A transpose and a constant factor, in either order, that only this operand of the product reads. */
function operandChain(view: FusionView, node: number, place: number): readonly number[] {
  const chain: number[] = [];
  let value = view.input(node, place);
  for (let reader = node; ; ) {
    const producer = view.producer(value);
    if (producer === undefined || view.claimed(producer) || view.soleReader(producer) !== reader) return chain;
    const factor = [0, 1].find((side) => view.isConstant(view.input(producer, side)));
    const scales =
      view.operator(producer) === 'Mul' && factor !== undefined && isScalar(view, view.input(producer, factor));
    if (!scales && !isReadTransposed(view, producer)) return chain;
    chain.unshift(producer);
    value = view.input(producer, scales ? 1 - factor : 0);
    reader = producer;
  }
}

function isScalar(view: FusionView, value: string): boolean {
  return view.scalar(value) !== undefined || view.shape(value)?.every((size) => size === 1) === true;
}

/**
 * FusedMatMul reads an operand with its last two axes swapped (transA), with its first axis moved behind the other batch
 * axes (transBatchA), or both. Not where the transpose meets another before: the two have become one of another order.
 */
function isReadTransposed(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  if (!found || view.operator(node) !== 'Transpose') return false;
  const order = intsAttribute(found, 'perm', undefined);
  if (!order || order.length < 2) return false;
  const [rank, last] = [order.length, order.length - 1];
  const swapped = order.every((axis, place) => axis === (place < rank - 2 ? place : 2 * rank - 3 - place));
  const moved = order.slice(0, rank - 2).every((axis, place) => axis === place + 1);
  const behind = order[rank - 2] === 0 && order[last] === last;
  const both = order[rank - 2] === last && order[last] === 0;
  return (swapped || (moved && (behind || both))) && !meetsTranspose(view, view.input(node, 0));
}

/** Through these the optimizer pushes a transpose until it meets the next (onnxruntime, transpose optimizer). */
const passedThrough = new Set(['Split', 'Squeeze', 'Unsqueeze']);

function meetsTranspose(view: FusionView, value: string): boolean {
  for (let node = view.producer(value); node !== undefined; node = view.producer(view.input(node, 0))) {
    if (view.operator(node) === 'Transpose') return true;
    if (!passedThrough.has(view.operator(node)) && !becomesSplit(view, node)) return false;
  }
  return false;
}

/** Single places that are taken out of one axis, all of them by such nodes, are one Split (GatherSliceToSplitFusion). */
function becomesSplit(view: FusionView, node: number): boolean {
  const value = view.input(node, 0);
  const axis = (gather: number) => view.attribute(gather, 'axis', 0);
  const producer = view.producer(value);
  const size = view.shape(value)?.[axis(node)];
  if (view.operator(node) !== 'Gather' || producer === undefined || size === undefined) return false;
  const readers = view.readers(producer);
  const places = new Set(readers.map((reader) => view.scalar(view.input(reader, 1))));
  const isGather = (reader: number) =>
    view.operator(reader) === 'Gather' &&
    axis(reader) === axis(node) &&
    view.shape(view.input(reader, 1))?.length === 0 &&
    view.scalar(view.input(reader, 1)) !== undefined;
  return readers.length > 1 && readers.every(isGather) && places.size === size;
}
