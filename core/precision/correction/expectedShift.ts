// What an error of weights adds to each output channel on average.
import { floatAttribute, intsAttribute } from '#core/onnx/attribute.ts';
import type { Node } from '#core/onnx/model.ts';
import { inputChannel, outputAxis, outputChannel } from '../channels.ts';
import { type InputMeans, meanKey } from './inputMeans.ts';

/** Weights as they are and as the quantized engine sees them. */
export interface RoundedWeights {
  readonly dims: readonly number[];
  readonly exact: ArrayLike<number>;
  readonly rounded: ArrayLike<number>;
}

/**
 * For each output channel Σ (ŵ − w) · E[x] over its weights, in float64 (Nagel et al., Data-Free Quantization Through
 * Weight Equalization and Bias Correction, 2019, section 4.2, with E[x] measured). Zeros that a convolution pads with
 * are passed over. An output of ConvTranspose meets one weight in as many as its strides multiply to.
 *
 * @returns undefined where no means are known, or the weight is no second factor with channels.
 */
export function expectedShift(
  node: Node,
  { dims, exact, rounded }: RoundedWeights,
  means: InputMeans,
): Float64Array | undefined {
  const mean = means.get(meanKey(node));
  const axis = outputAxis(node, dims.length);
  const isProduct = node.opType === 'Gemm' || node.opType === 'MatMul';
  if (mean === undefined || axis === undefined || (isProduct && dims.length !== 2)) return undefined;
  const [from, to] = [inputChannel(node, dims), outputChannel(node, dims)];
  const share = shareOf(node);
  const shift: number[] = [];
  for (let element = 0; element < exact.length; element++) {
    const input = mean[from(element)];
    if (input === undefined || !Number.isFinite(input)) return undefined;
    const channel = to(element);
    const error = (rounded[element] ?? 0) - (exact[element] ?? 0);
    shift[channel] = (shift[channel] ?? 0) + error * input * share;
  }
  return shift.every(Number.isFinite) ? Float64Array.from(shift) : undefined;
}

function shareOf(node: Node): number {
  if (node.opType === 'Gemm') return floatAttribute(node, 'alpha', 1);
  if (node.opType !== 'ConvTranspose') return 1;
  return 1 / intsAttribute(node, 'strides', []).reduce((product, stride) => product * stride, 1);
}
