// What a target builds from: the model itself, or the form that an INT8 build will rewrite it to.
import type { Precision } from '#core/contract/recipe.ts';
import { indexGraph } from '#core/graph/graphIndex.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { foreseeInt8 } from '#core/precision/foreseeInt8.ts';
import type { KeptNode } from '#core/precision/keep.ts';
import { isOnnxRuntime } from '#core/precision/place.ts';
import { isQuantizer, originsOf } from './origins.ts';

export interface Rewritten {
  readonly model: Model;
  /** By node of `model`, the places in the opened model of what it computes. */
  readonly origins: readonly (readonly number[])[];
  /** Nodes that the build will leave in floating point. */
  readonly kept: readonly KeptNode[];
}

/** Of TensorRT, as in a recipe: whether types are written into the model, or its builder places them by flags. */
export type Route = 'model' | 'flags';

export interface RewrittenOptions {
  readonly target: string;
  readonly precision?: Precision | undefined;
  readonly route?: Route | undefined;
  readonly openExternal?: OpenExternal | undefined;
}

/**
 * Undefined where kernels are chosen for the model as it is: TensorRT's builder places INT8 by itself where flags ask it
 * to, and a model with quantizers has them placed already.
 *
 * @throws OnnxError where the build will refuse the model.
 */
export async function rewrittenFor(
  model: Model,
  { target, precision, route, openExternal }: RewrittenOptions,
): Promise<Rewritten | undefined> {
  const isPlaced = route === 'flags' && !isOnnxRuntime(target);
  if (precision !== 'int8' || isPlaced || model.graph.nodes.some(isQuantizer)) return undefined;
  const { model: rewritten, kept } = await foreseeInt8(model, target, openExternal);
  const origins = originsOf(model.graph, indexGraph(model.graph), rewritten.graph);
  return { model: rewritten, origins, kept };
}
