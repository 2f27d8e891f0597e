// The fusion preview of a model as opened: reads what the rules need (shapes, small constants), applies them, and
// compares with a built engine where its layers are given.
import type { PreviewReport } from '#core/contract/preview.ts';
import type { OtherPrecision, Precision } from '#core/contract/recipe.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { actualReport } from './actual/actualReport.ts';
import { linkEngine } from './actual/linkEngine.ts';
import { agreement, scoredEdges } from './agreement.ts';
import { smallConstants } from './constants.ts';
import type { Profile } from './inspector/profile.ts';
import type { EngineLayer } from './inspector/readLayers.ts';
import { type Prediction, predictFusions } from './predict.ts';
import { previewReport } from './preview.ts';
import { fusionTarget } from './target.ts';

export interface PreviewModelOptions {
  /** `onnxruntime`, `tensorrt@10.6`, … */
  readonly target: string;
  readonly precision?: Precision;
  /** What a quantized build leaves in; FP16 where nothing is said, as builders that quantize by flags are allowed. */
  readonly otherPrecision?: OtherPrecision | undefined;
  /** Of TensorRT's builder, 0 to 5; its own default where absent. */
  readonly optimizationLevel?: number | undefined;
  /** Shapes already inferred, where the caller has them. */
  readonly shapes?: ShapeTable;
  readonly openExternal?: OpenExternal;
  /** What a built engine consists of. */
  readonly engine?: { readonly layers: readonly EngineLayer[]; readonly profile?: Profile };
}

/** Predicts the kernels of the main graph. Weights beyond 16 elements are never read. */
export async function previewModel(model: Model, options: PreviewModelOptions): Promise<PreviewReport> {
  const { engine, target } = options;
  const { graph } = model;
  const { prediction, typeOf } = await predictModel(model, options);
  const { index, removed } = prediction;
  const report = previewReport({ graph, typeOf, target }, prediction);
  if (!engine) return report;
  const link = linkEngine({ graph, index, layers: engine.layers, removed });
  return {
    ...report,
    actual: actualReport(graph, link, engine.profile),
    agreement: agreement(scoredEdges(graph, prediction, link)),
  };
}

/** The prediction itself, for those who look at single edges. */
export async function predictModel(
  model: Model,
  {
    openExternal,
    target,
    precision = 'fp32',
    otherPrecision,
    optimizationLevel,
    shapes: known,
  }: Omit<PreviewModelOptions, 'engine'>,
): Promise<{ readonly prediction: Prediction; readonly typeOf: (value: string) => number }> {
  const shapes = known ?? (await inferShapes(model, openExternal ? { openExternal } : {}));
  const typeOf = (value: string) => shapes.tensor(value)?.elementType ?? 0;
  const prediction = predictFusions({
    graph: model.graph,
    constants: await smallConstants(model, openExternal),
    shapeOf: (value) => shapes.tensor(value)?.shape,
    typeOf,
    target: fusionTarget(target, precision, otherPrecision, optimizationLevel),
  });
  return { prediction, typeOf };
}
