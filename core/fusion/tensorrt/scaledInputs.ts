// Scales in front of a matrix product that become its own factor.
import { elementCount, type FusionView } from '../view.ts';

/**
 * Of a product of two activations, what multiplies one of them by a constant number for it alone: it becomes the factor
 * that a product multiplies its result by (gemm and _gemm_mha_v2 in engines of 10.6).
 */
export function scaledInputs(view: FusionView, product: number): readonly number[] {
  return [0, 1].flatMap((place) => {
    const before = view.producer(view.input(product, place));
    if (before === undefined || view.claimed(before) || view.soleReader(before) !== product) return [];
    const constants = view.operator(before) === 'Mul' ? [0, 1] : view.operator(before) === 'Div' ? [1] : [];
    return constants.some((side) => isNumber(view, view.input(before, side))) ? [before] : [];
  });
}

/** One constant number, whether the model stores it or it is folded. */
function isNumber(view: FusionView, value: string): boolean {
  return view.isConstant(value) && elementCount(view.shape(value)) === 1;
}
