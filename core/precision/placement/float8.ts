// What TensorRT's FP8 kernels take of a weighted operator.
import type { Node } from '#core/onnx/model.ts';
import type { Site } from './placement.ts';
import type { WeightedForm } from './weighted.ts';

/** FP8 tiles are this many channels deep. */
const fewestChannels = 16;
/** Elements of a filter for one channel. */
const largestFilter = 32;

/**
 * The form in FP8, or why the operator stays as it is.
 *
 * Weights get one scale for all. TensorRT 10.6 makes some 1×1 convolutions in FP8 matrix products, whose kernel takes one
 * scale; built with a scale a channel, engines gave wrong answers without a word (H100: −6 dB of SQNR for the bundled
 * sample, 0.3 for a ResNet-50). That the scales are the cause is read from the kernels' arguments; the form here was not
 * run there yet. One scale costs FP8 little, because its steps shrink with the value: 28 dB for the sample.
 *
 * Which convolutions have kernels: the limits of NVIDIA's Model Optimizer (modelopt.onnx.quantization.fp8). Beyond them
 * TensorRT still builds, and computes slowly: the bundled sample with depthwise convolutions in FP8 took 60 times as long
 * as in BF16.
 */
export function float8Form(node: Node, site: Site, result: WeightedForm): WeightedForm {
  if (result.kind === 'kept') return result;
  const refusal = convolutionRefusal(node, site.constants(node.inputs[1] ?? '')?.dims ?? []);
  if (refusal !== undefined) return { kind: 'kept', reason: refusal };
  const { weight } = result.form;
  return { ...result, form: { ...result.form, weight: weight && { ...weight, axis: undefined } } };
}

/** @param dims of a convolution's weight: output channels, input channels of a group, extent of the filter. */
function convolutionRefusal(node: Node, dims: readonly number[]): string | undefined {
  if (node.opType === 'ConvTranspose') return 'TensorRT has no FP8 kernel for ConvTranspose';
  if (node.opType !== 'Conv') return undefined;
  const [outputs = 0, inputs = 0, ...filter] = dims;
  if (Math.min(outputs, inputs) < fewestChannels) {
    return `${Math.min(outputs, inputs)} channels are too few: TensorRT's FP8 convolutions take ${fewestChannels} or more`;
  }
  if (outputs % fewestChannels !== inputs % fewestChannels) {
    return `its ${inputs} input and ${outputs} output channels differ modulo ${fewestChannels}, for which TensorRT has no FP8 convolution`;
  }
  const elements = filter.reduce((product, extent) => product * extent, 1);
  if (elements <= largestFilter) return undefined;
  return `a filter of ${elements} elements is too large for TensorRT's FP8 convolutions, which take ${largestFilter}`;
}
