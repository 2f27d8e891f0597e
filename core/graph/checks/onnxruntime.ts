// Forms of operators that ONNX Runtime's CPU kernels refuse when a session is made.
import { attribute } from '#core/onnx/attribute.ts';
import { nodeName } from '../graphIndex.ts';
import { type CheckContext, checkedNodes, type Finding, nodeText } from './checkedGraphs.ts';

const recurrent = ['LSTM', 'GRU', 'RNN'];

export function* checkOnnxruntime(context: CheckContext): Iterable<Finding> {
  const { target } = context;
  if (target.backend !== 'onnxruntime') return;
  for (const { node } of checkedNodes(context)) {
    if (node.domain !== '' || !recurrent.includes(node.opType)) continue;
    const layout = attribute(node, 'layout');
    if (layout?.type !== 'int' || layout.value === 0n) continue;
    yield {
      severity: 'error',
      kind: `layout ${node.opType}`,
      node: nodeName(node),
      message: `${nodeText(node)} cannot run: ${target.text} computes it with the steps first, not the batch (layout 1)`,
      next: 'Export the model with layout 0 and a Transpose before and after the node.',
    };
  }
}
