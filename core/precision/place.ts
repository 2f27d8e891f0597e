// The placement of Q/DQ for a target, over a model prepared for it.
import { indexGraph } from '#core/graph/graphIndex.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { foldBatchNorm } from './foldBatchNorm.ts';
import { type GraphLevel, mainLevel } from './graphLevels.ts';
import { inlineFunctions } from './inlineFunctions.ts';
import type { KeepRules } from './keep.ts';
import { commonOpset, raiseOpset } from './opset.ts';
import { placeForOnnxRuntime } from './placement/onnxruntime.ts';
import type { Placement } from './placement/placement.ts';
import { placeForTensorRt } from './placement/tensorrt.ts';

export interface PlaceOptions {
  /** `onnxruntime`, `tensorrt@10.6`, `tensorrt-rtx@1.7`, …: what stands before `@` decides. */
  readonly target: string;
  /** int8 where nothing is said; fp8 is placed as TensorRT wants it, whatever the target. */
  readonly format?: 'int8' | 'fp8' | undefined;
  readonly keep?: KeepRules | undefined;
  /** The model is a part of another: its inputs are values from inside. */
  readonly inner?: boolean | undefined;
  readonly openExternal?: OpenExternal | undefined;
}

/**
 * The model as INT8 begins with it: opset 13 or newer (scales per channel came with 13), no Identity and Dropout, batch
 * normalisations folded, local functions put where they are called, each value under a name of its own. Values that remain
 * keep their names but for those of bodies that use a name twice, so ranges observed here fit the model as it was.
 *
 * @param weights `unread` for a model that is only looked at.
 * @throws OnnxError where the model is quantized already, or its opset cannot be raised.
 */
export async function prepareForInt8(
  model: Model,
  openExternal?: OpenExternal,
  weights: 'read' | 'unread' = 'read',
): Promise<Model> {
  const quantized = model.graph.nodes.find(({ opType }) => opType === 'QuantizeLinear' || opType.startsWith('QLinear'));
  if (quantized !== undefined) {
    throw new OnnxError(
      `The model is quantized already: it holds the ${quantized.opType} node '${quantized.name || quantized.outputs[0]}'`,
      'Build it as it is, or open the FP32 model that it was made from.',
    );
  }
  const opset = commonOpset(model, 13);
  return foldBatchNorm(inlineFunctions(await raiseOpset(model, opset, openExternal)), openExternal, weights);
}

/** @param hasRange tells whether the range of a value is known; absent where all of them are still to be observed. */
export function place(
  prepared: Model,
  options: PlaceOptions,
  hasRange: (value: string) => boolean = () => true,
): Placement {
  return placeAt(mainLevel(prepared.graph), options, hasRange);
}

/** The placement in one graph of a model, as `place` has it for the main graph. */
export function placeAt(
  { graph, constants, path }: GraphLevel,
  options: PlaceOptions,
  hasRange: (value: string) => boolean,
): Placement {
  const inner = options.inner === true || path !== '';
  const { format, keep } = options;
  const site = { graph, index: indexGraph(graph), constants, keep, format, inner, hasRange };
  return isOnnxRuntime(options.target) && options.format !== 'fp8' ? placeForOnnxRuntime(site) : placeForTensorRt(site);
}

export function isOnnxRuntime(target: string): boolean {
  return target.split('@')[0] === 'onnxruntime';
}
