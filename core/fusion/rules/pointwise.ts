// Chains of elementwise operators: one generated kernel on TensorRT, and a few fixed pairs on ONNX Runtime.
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';

const notPointwise = new Set([
  'Cast',
  'CastLike',
  'CumSum',
  'CumProd',
  'Identity',
  'Dropout',
  'RotaryEmbedding',
  'BitCast',
  'Softmax',
  'LogSoftmax',
  'Hardmax',
  'PRelu',
]);

export function isPointwise(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  if (found?.domain !== '' || notPointwise.has(found.opType)) return false;
  const family = operatorFamily(found.opType, found.domain);
  return family === 'elementwise' || family === 'activation';
}

/** Grows along sole readers; TensorRT's Myelin and its PointWise layers run such a chain as one generated kernel. */
export const pointwiseRule: Rule = {
  name: 'pointwise',
  source: 'TensorRT developer guide, PointWise fusion',
  match(view, node, stopped) {
    if (!isPointwise(view, node)) return undefined;
    const chain = [node];
    for (let last = node; ; ) {
      const next = view.soleReader(last);
      if (next === undefined) {
        const reader = view.readers(last).find((candidate) => !view.claimed(candidate) && isPointwise(view, candidate));
        if (reader !== undefined && view.readers(last).length > 1) {
          stopped({
            nodes: [last, reader],
            reason: `${view.name(reader)} begins a kernel of its own: ${view.readers(last).length} nodes read the result of ${view.name(last)}.`,
          });
        }
        break;
      }
      if (view.claimed(next) || !isPointwise(view, next)) break;
      chain.push(next);
      last = next;
    }
    if (chain.length === 1) return undefined;
    const names = chain.map((part) => view.operator(part)).join(', ');
    return {
      kind: 'pointwise',
      nodes: chain,
      reason: `One generated kernel: ${names} work on each element by itself, so nothing between them is written.`,
    };
  },
};

/** ONNX Runtime's CPU kernels are fixed: of two elementwise neighbours only these become one. */
export const fixedPairsRule: Rule = {
  name: 'fixed pairs',
  source: 'onnxruntime FuseReluClip, DivMulFusion; observed with 1.32',
  match(view, node, stopped) {
    const next = view.soleReader(node);
    if (next === undefined || view.claimed(next)) return undefined;
    const pair = `${view.operator(node)} ${view.operator(next)}`;
    if (pair === 'Relu Clip')
      return { kind: 'relu-clip', nodes: [node, next], reason: 'Relu is the lower bound of the Clip after it.' };
    if (pair === 'Div Mul' && view.scalar(view.input(node, 0)) === 1)
      return { kind: 'div-mul', nodes: [node, next], reason: 'A product with a reciprocal is one division.' };
    if (pair === 'Reshape Reshape')
      return { kind: 'reshape', nodes: [node, next], reason: 'Only the last of two reshapes matters.' };
    if (isPointwise(view, node) && isPointwise(view, next)) {
      stopped({
        nodes: [node, next],
        reason: `${view.operator(node)} and ${view.operator(next)} stay two kernels: ONNX Runtime's CPU provider has fixed kernels and generates none for elementwise chains.`,
      });
    }
    return undefined;
  },
};
