// Which value of the model an 8-bit node of ONNX Runtime's optimized graph writes, known from the scale it writes with.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import { passed } from '../rules/propagatedQuantizers.ts';

/** Where each operator has the scale of its result among its inputs. */
const scaleAt: Readonly<Record<string, number>> = {
  QuantizeLinear: 1,
  QLinearConcat: 0,
  QLinearConv: 6,
  QLinearMatMul: 6,
  QLinearAdd: 6,
  QLinearMul: 6,
  QLinearSigmoid: 3,
  QLinearLeakyRelu: 3,
  QLinearSoftmax: 3,
  QLinearAveragePool: 3,
  QLinearGlobalAveragePool: 3,
  QGemm: 7,
};

/**
 * The codes of the one quantizer that has this scale. Where it was moved in front of what only moves values, the value
 * that it quantizes there. Undefined where several have the scale, or none.
 */
export function valuesByScale(model: Graph, index: GraphIndex): (node: Node) => string | undefined {
  const quantizers = new Map<string, Node | undefined>();
  for (const node of model.nodes) {
    const [, scale = ''] = node.inputs;
    if (node.opType === 'QuantizeLinear') quantizers.set(scale, quantizers.has(scale) ? undefined : node);
  }
  return ({ opType, inputs }) => {
    const quantizer = quantizers.get(inputs[scaleAt[opType] ?? -1] ?? '');
    if (quantizer === undefined) return undefined;
    const [stated = ''] = quantizer.inputs;
    let value = stated;
    for (;;) {
      const before = model.nodes[index.producer(value) ?? -1];
      if (before === undefined || !passed.has(before.opType)) break;
      value = before.inputs[0] ?? '';
    }
    return value === stated ? quantizer.outputs[0] : value;
  };
}

/** Quantizers that were moved write `<value>_pre_q`, `<value>_q_to_dq` and `<value>_post_dq` (QDQPropagationTransformer). */
export function withoutPropagation(name: string): string {
  return name.replace(/(_token_\d+)?$/, '').replace(/_(pre_q|q_to_dq|post_dq)$/, '');
}
