// GELU written out: 0.5 · x · (1 + erf(x / √2)), and x · sigmoid(αx), each one kernel.
import { isScaledBy, nextInChain, otherInput } from '../chain.ts';
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';
import { copiedReason, isCopied } from './copied.ts';

export const geluRule: Rule = {
  name: 'gelu',
  source:
    'onnxruntime GeluFusion and BiasGeluFusion; TensorRT developer guide, reduction and activation fusions (GELU)',
  match(view, node, stopped) {
    // The pattern's first node is the Div or Mul that scales x by 1/√2; its input x is read once more at the end.
    if (!isScaledBy(view, node, 'Div', Math.SQRT2) && !isScaledBy(view, node, 'Mul', Math.SQRT1_2)) return undefined;
    const erf = view.soleReader(node);
    if (erf === undefined || view.operator(erf) !== 'Erf') return undefined;
    const plusOne = view.soleReader(erf);
    if (plusOne === undefined || !isScaledBy(view, plusOne, 'Add', 1)) return undefined;
    const x = view.input(node, 0);
    const tail = product(view, plusOne, x);
    if (!tail) return undefined;
    if (isCopied(view, x)) {
      stopped({ nodes: [node, erf], reason: copiedReason(view, tail[tail.length - 1] ?? node, node) });
      return undefined;
    }
    const nodes = [node, erf, plusOne, ...tail];
    if (nodes.some((part) => view.claimed(part))) return undefined;
    const bias = biasBefore(view, x, node, tail);
    return {
      kind: bias === undefined ? 'gelu' : 'bias-gelu',
      nodes: bias === undefined ? nodes : [bias, ...nodes],
      reason: `One GELU kernel: ${bias === undefined ? '' : 'the bias, '}the division, Erf, Add and both products are 0.5·x·(1 + erf(x/√2)).`,
    };
  },
};

/** The two products by x and by one half, in either order. */
function product(view: FusionView, plusOne: number, x: string): readonly number[] | undefined {
  const first = view.soleReader(plusOne);
  if (first === undefined || view.operator(first) !== 'Mul') return undefined;
  const other = otherInput(view, first, view.nodes[plusOne]?.outputs[0] ?? '');
  if (other === x || isScaledBy(view, first, 'Mul', 0.5)) {
    const second = view.soleReader(first);
    if (second === undefined || view.operator(second) !== 'Mul') return undefined;
    const rest = otherInput(view, second, view.nodes[first]?.outputs[0] ?? '');
    const complete = other === x ? isScaledBy(view, second, 'Mul', 0.5) : rest === x;
    return complete ? [first, second] : undefined;
  }
  const half = other === undefined ? undefined : view.producer(other);
  if (
    half === undefined ||
    !isScaledBy(view, half, 'Mul', 0.5) ||
    ![0, 1].some((place) => view.input(half, place) === x)
  )
    return undefined;
  return [half, first];
}

/** An Add of a constant vector whose result only this GELU reads. */
function biasBefore(view: FusionView, x: string, scale: number, tail: readonly number[]): number | undefined {
  const add = view.producer(x);
  if (add === undefined || view.operator(add) !== 'Add' || view.claimed(add) || view.isOutput(add)) return undefined;
  if (!view.readers(add).every((reader) => reader === scale || tail.includes(reader))) return undefined;
  return [0, 1].some(
    (place) => view.isConstant(view.input(add, place)) && view.shape(view.input(add, place))?.length === 1,
  )
    ? add
    : undefined;
}

/** x · sigmoid(x) (SiLU, Swish) and x · sigmoid(1.702·x), onnxruntime's QuickGelu. */
export const quickGeluRule: Rule = {
  name: 'quick gelu',
  source: 'onnxruntime QuickGeluFusion; observed with 1.32',
  match(view, node, stopped) {
    if (view.operator(node) !== 'Sigmoid') return undefined;
    const multiply = nextInChain(view, node, (operator) => operator === 'Mul', stopped);
    if (multiply === undefined) return undefined;
    const other = otherInput(view, multiply, view.nodes[node]?.outputs[0] ?? '');
    const input = view.input(node, 0);
    if (other === input && isCopied(view, input)) {
      stopped({ nodes: [node, multiply], reason: copiedReason(view, multiply, node) });
      return undefined;
    }
    if (other === input) return { kind: 'silu', nodes: [node, multiply], reason: 'One kernel: x · sigmoid(x).' };
    const scale = view.producer(input);
    if (
      scale === undefined ||
      view.operator(scale) !== 'Mul' ||
      view.claimed(scale) ||
      view.soleReader(scale) !== node ||
      other === undefined
    )
      return undefined;
    const factor = otherInput(view, scale, other);
    if (factor === undefined || view.scalar(factor) === undefined) return undefined;
    return { kind: 'quick-gelu', nodes: [scale, node, multiply], reason: 'One kernel: x · sigmoid(αx).' };
  },
};
