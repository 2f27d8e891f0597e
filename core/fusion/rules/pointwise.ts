// The few pairs of elementwise operators that ONNX Runtime makes one.
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import type { NodeRule } from '../rule.ts';
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

function isPointwise(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  if (found?.domain !== '' || notPointwise.has(found.opType)) return false;
  const family = operatorFamily(found.opType, found.domain);
  return family === 'elementwise' || family === 'activation';
}

/** ONNX Runtime's CPU kernels are fixed: of two elementwise neighbours only these become one. */
export const fixedPairsRule: NodeRule = {
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
