// Attention as one kernel: two products with scale, mask and softmax between them.
import type { NodeRule } from '../../rule.ts';
import { operatorClass } from '../../tensorrt/operatorClass.ts';
import { scaledInputs } from '../../tensorrt/scaledInputs.ts';
import type { FusionView } from '../../view.ts';

/** More operators between the products than any mask needs. */
const mostBetween = 8;
const between = new Set(['Mul', 'Div', 'Add', 'Sub', 'Where', 'Cast', 'Reshape', 'Identity', 'Clip', 'Max', 'Min']);

export const attentionRule: NodeRule = {
  name: 'attention',
  source: 'TensorRT developer guide, multi-head attention fusion; Myelin names the kernel _gemm_mha_v2 (10.6)',
  match(view, node, stopped) {
    if (view.operator(node) !== 'MatMul' || weighted(view, node)) return undefined;
    const before = chainTo(view, node, (operator) => operator === 'Softmax');
    const softmax = before?.at(-1);
    if (!before || softmax === undefined) return undefined;
    const after = chainTo(view, softmax, (operator) => operator === 'MatMul');
    const product = after?.at(-1);
    if (!after || product === undefined || weighted(view, product)) return undefined;
    const guard = unfused(view);
    if (guard !== undefined) {
      stopped({ nodes: [node, softmax], reason: `${view.name(softmax)} stays apart from its products: ${guard}` });
      stopped({
        nodes: [softmax, product],
        reason: `${view.name(product)} reads ${view.name(softmax)} from memory: ${guard}`,
      });
      return undefined;
    }
    return {
      kind: 'attention',
      nodes: [...scaledInputs(view, node), node, ...before, ...after],
      reason:
        'One attention kernel: the scores stay on the chip through scale, mask and softmax to the second product.',
    };
  },
};

function unfused({ target }: FusionView): string | undefined {
  if (target.precision !== 'fp8' && target.precision !== 'int8' && target.other === 'fp32')
    return 'the fused attention kernels compute in 16 or 8 bits.';
  // Seen of builds by flags: their layers are those of FP32, byte for byte.
  if (!target.generates)
    return 'at optimization level 0 the builder leaves it in FP32, and fused kernels compute in 16 or 8 bits.';
  return undefined;
}

function weighted(view: FusionView, node: number): boolean {
  return [0, 1].some((place) => view.isConstant(view.input(node, place)));
}

/** Sole readers from `start` to the first wanted operator. */
function chainTo(
  view: FusionView,
  start: number,
  wanted: (operator: string) => boolean,
): readonly number[] | undefined {
  const chain: number[] = [];
  for (let node = view.soleReader(start); node !== undefined; node = view.soleReader(node)) {
    if (view.claimed(node)) return undefined;
    chain.push(node);
    if (wanted(view.operator(node))) return chain;
    if (chain.length > mostBetween || !between.has(view.operator(node))) return undefined;
    if (operatorClass(view, node) === 'other') return undefined;
  }
  return undefined;
}
