// LayerNormalization written out in nine nodes, RMS normalization in six, and the residual Add before them.
import { otherInput } from '../chain.ts';
import type { Rule } from '../rule.ts';
import { type FusionView, sameShape } from '../view.ts';
import { isCopied } from './copied.ts';

export const layerNormalizationRule: Rule = {
  name: 'layer normalization',
  source: 'onnxruntime LayerNormFusion and SimplifiedLayerNormFusion; TensorRT forms the same region in Myelin',
  match(view, node) {
    return wholeLayerNormalization(view, node) ?? rootMeanSquare(view, node);
  },
};

/** mean → x−mean → square → mean → +ε → √ → ÷ → ·γ → +β; begins at the first ReduceMean. */
function wholeLayerNormalization(view: FusionView, node: number) {
  const x = view.input(node, 0);
  if (view.operator(node) !== 'ReduceMean' || isCopied(view, x)) return undefined;
  const centre = view.soleReader(node);
  if (centre === undefined || view.operator(centre) !== 'Sub' || view.input(centre, 0) !== x) return undefined;
  const readers = view.readers(centre);
  const square = readers.find((reader) => isSquare(view, reader));
  const divide = readers.find((reader) => view.operator(reader) === 'Div');
  if (readers.length !== 2 || square === undefined || divide === undefined) return undefined;
  const root = varianceRoot(view, square);
  if (!root || view.soleReader(root[root.length - 1] ?? -1) !== divide) return undefined;
  const scale = affine(view, divide, 'Mul');
  const shift = scale === undefined ? undefined : affine(view, scale, 'Add');
  if (scale === undefined || shift === undefined) return undefined;
  return whole(
    view,
    [node, centre, square, ...root, divide, scale, shift],
    'layer-normalization',
    'One LayerNormalization kernel: mean, variance, division, scale and shift are one pass over the row.',
  );
}

/** square → mean → +ε → √ → x ÷ → ·γ; begins at the square. */
function rootMeanSquare(view: FusionView, node: number) {
  const x = view.input(node, 0);
  if (!isSquare(view, node) || isCopied(view, x)) return undefined;
  const root = varianceRoot(view, node);
  const divide = root && division(view, root[root.length - 1] ?? -1, x);
  const scale = divide && affine(view, divide[divide.length - 1] ?? -1, 'Mul');
  if (!root || !divide || scale === undefined) return undefined;
  return whole(
    view,
    [node, ...root, ...divide, scale],
    'rms-normalization',
    'One kernel: the root mean square, the division and the scale are one pass over the row.',
  );
}

/** x ÷ root, or x times its reciprocal. */
function division(view: FusionView, root: number, x: string): readonly number[] | undefined {
  const next = view.soleReader(root);
  if (next === undefined) return undefined;
  if (view.operator(next) === 'Div' && view.input(next, 0) === x) return [next];
  const isReciprocal =
    view.operator(next) === 'Reciprocal' || (view.operator(next) === 'Div' && view.scalar(view.input(next, 0)) === 1);
  const product = isReciprocal ? view.soleReader(next) : undefined;
  if (product === undefined || view.operator(product) !== 'Mul') return undefined;
  return otherInput(view, product, view.nodes[next]?.outputs[0] ?? '') === x ? [next, product] : undefined;
}

function whole(view: FusionView, nodes: readonly number[], kind: string, reason: string) {
  return nodes.some((part) => view.claimed(part)) ? undefined : { kind, nodes, reason };
}

function isSquare(view: FusionView, node: number): boolean {
  if (view.operator(node) === 'Pow') return view.scalar(view.input(node, 1)) === 2;
  return view.operator(node) === 'Mul' && view.input(node, 0) === view.input(node, 1);
}

/** ReduceMean → Add ε → Sqrt after the square. */
function varianceRoot(view: FusionView, square: number): readonly number[] | undefined {
  const mean = view.soleReader(square);
  const epsilon = mean !== undefined && view.operator(mean) === 'ReduceMean' ? view.soleReader(mean) : undefined;
  const root = epsilon !== undefined && view.operator(epsilon) === 'Add' ? view.soleReader(epsilon) : undefined;
  if (mean === undefined || epsilon === undefined || root === undefined || view.operator(root) !== 'Sqrt')
    return undefined;
  return [0, 1].some((place) => view.scalar(view.input(epsilon, place)) !== undefined)
    ? [mean, epsilon, root]
    : undefined;
}

function affine(view: FusionView, node: number, operator: string): number | undefined {
  const next = view.soleReader(node);
  if (next === undefined || view.operator(next) !== operator) return undefined;
  const other = otherInput(view, next, view.nodes[node]?.outputs[0] ?? '');
  return other !== undefined && view.isConstant(other) ? next : undefined;
}

/** Add of two activations (after a bias, perhaps) that a LayerNormalization operator reads: SkipLayerNormalization. */
export const skipLayerNormalizationRule: Rule = {
  name: 'skip layer normalization',
  source: 'onnxruntime SkipLayerNormFusion; observed with 1.32',
  match(view, node) {
    if (view.operator(node) !== 'LayerNormalization') return undefined;
    const skip = view.producer(view.input(node, 0));
    if (skip === undefined || view.operator(skip) !== 'Add' || view.claimed(skip) || view.soleReader(skip) !== node)
      return undefined;
    const [left, right] = [view.input(skip, 0), view.input(skip, 1)];
    if ((view.isConstant(left) && view.isConstant(right)) || !sameShape(view.shape(left), view.shape(right)))
      return undefined;
    if (view.shape(left)?.length !== 3 && view.shape(left)?.length !== 2) return undefined;
    const bias = [left, right]
      .map((value) => view.producer(value))
      .find((add) => add !== undefined && isBiasAdd(view, add, skip));
    return {
      kind: 'skip-layer-normalization',
      nodes: [...(bias === undefined ? [] : [bias]), skip, node],
      reason: `One kernel: ${bias === undefined ? 'the residual is' : 'the residual and the bias are'} added in the pass that normalizes.`,
    };
  },
};

function isBiasAdd(view: FusionView, add: number, skip: number): boolean {
  if (view.operator(add) !== 'Add' || view.claimed(add) || view.soleReader(add) !== skip) return false;
  return [0, 1].some(
    (place) => view.isConstant(view.input(add, place)) && view.shape(view.input(add, place))?.length === 1,
  );
}
