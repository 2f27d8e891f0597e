// What a convolution of TensorRT's library applies to its result before that is written, besides Relu and Clip.
import { convolutionPrecision } from '../target.ts';
import type { FusionView } from '../view.ts';
import { isQuantizedBehind } from './quantizedBehind.ts';

/** Inputs with so few channels are images, for which there are kernels of their own. */
const imageChannels = 4;

/** Codes lie in memory in vectors of 32 channels; with no more than half of one on both sides they are mostly padding. */
const halfVector = 16;

/**
 * Whether kernels are generated for pointwise stretches behind the convolution (GenericConvActFusion appends them to
 * kernels on tensor cores): in 16 or 8 bits, for depthwise convolutions in 8 bits only, and in 16 bits not for the few
 * channels of an image (seen in engines of 8.5 to 10).
 */
export function appliesPointwise(view: FusionView, convolution: number): boolean {
  if (view.operator(convolution) !== 'Conv') return false;
  if (isEightBits(view, convolution))
    return view.attribute(convolution, 'group', 1) === 1 || isDepthwise(view, convolution);
  if (precisionOf(view) === 'fp32') return false;
  return view.attribute(convolution, 'group', 1) === 1 && !readsImage(view, convolution);
}

/** What keeps an 8-bit convolution from applying the stretch; undefined where nothing does (engines of 10.6). */
export function epilogueObstacle(
  view: FusionView,
  convolution: number,
  stretch: readonly number[],
): string | undefined {
  if (!isEightBits(view, convolution)) return undefined;
  const [name, last] = [view.name(convolution), stretch.at(-1)];
  const swish = isSwish(view, stretch);
  const words = stretch.map((node) => view.operator(node)).join(' and ');
  if (readsCodes(view, convolution) && last !== undefined && !isQuantizedBehind(view, last))
    return `${name} reads 8-bit values, and applies ${words} only where the result is quantized again for all that read it: quantize the result of ${view.name(last)}.`;
  if (isDepthwise(view, convolution)) {
    if (swish) return undefined;
    return `${name} is depthwise: such kernels in 8 bits apply Relu, Clip and x · sigmoid(x), and no ${words}.`;
  }
  const narrow = inputChannels(view, convolution) <= halfVector && outputChannels(view, convolution) <= halfVector;
  if (narrow && !(swish && readsImage(view, convolution)))
    return `${name} has at most ${halfVector} channels on either side, too few for the 8-bit kernels that apply ${words}.`;
  return undefined;
}

/** Of a model with quantizers in it what reads codes, else what the build asks for. */
export function isEightBits(view: FusionView, convolution: number): boolean {
  if (view.isExplicit) return readsCodes(view, convolution);
  return ['int8', 'fp8'].includes(convolutionPrecision(view.target));
}

export function readsCodes(view: FusionView, convolution: number): boolean {
  const producer = view.producer(view.input(convolution, 0));
  return producer !== undefined && view.operator(producer) === 'DequantizeLinear';
}

export function readsImage(view: FusionView, convolution: number): boolean {
  return inputChannels(view, convolution) <= imageChannels;
}

/** Of a convolution that is not in 8 bits. */
function precisionOf({ isExplicit, target }: FusionView): string {
  return isExplicit ? target.other : convolutionPrecision(target);
}

/** x · sigmoid(x), for which there are kernels without any generating. */
function isSwish(view: FusionView, stretch: readonly number[]): boolean {
  return stretch.map((node) => view.operator(node)).join(' ') === 'Sigmoid Mul';
}

function isDepthwise(view: FusionView, convolution: number): boolean {
  const perGroup = view.shape(view.input(convolution, 1))?.[1];
  return perGroup === 1 && outputChannels(view, convolution) === view.attribute(convolution, 'group', 1);
}

function inputChannels(view: FusionView, convolution: number): number {
  const perGroup = view.shape(view.input(convolution, 1))?.[1];
  return (typeof perGroup === 'number' ? perGroup : 0) * view.attribute(convolution, 'group', 1);
}

function outputChannels(view: FusionView, convolution: number): number {
  const channels = view.shape(view.input(convolution, 1))?.[0];
  return typeof channels === 'number' ? channels : 0;
}
