// Chains of elementwise operators between convolutions: one generated kernel, named PWN(…) in engines.
import type { NodeRule } from '../../rule.ts';
import { operatorClass } from '../../tensorrt/operatorClass.ts';
import { isChannelScale, mostInputs, pointwiseTail } from '../../tensorrt/pointwiseTail.ts';

export const pointwiseRule: NodeRule = {
  name: 'pointwise',
  source: 'TensorRT developer guide, PointWise fusion',
  match(view, node, stopped) {
    if (operatorClass(view, node) !== 'pointwise' || view.operator(node) === 'Cast') return undefined;
    if (isChannelScale(view, node)) {
      const reader = view.soleReader(node);
      if (reader !== undefined && operatorClass(view, reader) === 'pointwise') {
        const reason = `${view.name(node)} stays a kernel of its own: it has one factor a channel, and pointwise kernels take uniform ones.`;
        stopped({ nodes: [node, reader], reason });
      }
      return undefined;
    }
    const tail = pointwiseTail(view, node, { outside: mostInputs, broadcasts: true, accepts: () => true });
    const chain = [node, ...tail];
    const last = chain.at(-1) ?? node;
    const reader = view.readers(last).find((one) => !view.claimed(one) && operatorClass(view, one) === 'pointwise');
    if (reader !== undefined && view.readers(last).length > 1) {
      stopped({
        nodes: [last, reader],
        reason: `${view.name(reader)} begins a kernel of its own: ${view.readers(last).length} nodes read the result of ${view.name(last)}.`,
      });
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
