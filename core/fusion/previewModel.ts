// The fusion preview of a model as opened: reads what the rules need (shapes, small constants), applies them, and
// compares with a built engine where its layers are given.
import type { PreviewReport } from '#core/contract/preview.ts';
import type { OtherPrecision, Precision } from '#core/contract/recipe.ts';
import { indexGraph } from '#core/graph/graphIndex.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Graph, Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { isQuantized } from '#core/precision/precisionPlan.ts';
import { actualReport } from './actual/actualReport.ts';
import { linkEngine } from './actual/linkEngine.ts';
import { agreement, scoredEdges } from './agreement.ts';
import { smallConstants } from './constants.ts';
import type { Profile } from './inspector/profile.ts';
import type { EngineLayer } from './inspector/readLayers.ts';
import { type Prediction, predictFusions } from './predict.ts';
import { previewReport } from './preview.ts';
import { removals } from './removal.ts';
import { inOriginal } from './rewritten/inOriginal.ts';
import { inOriginalNames } from './rewritten/inOriginalNames.ts';
import { rewrittenReport } from './rewritten/report.ts';
import { type Rewritten, type Route, rewrittenFor } from './rewritten/rewrittenFor.ts';
import { fusionTarget } from './target.ts';

export interface PreviewModelOptions {
  /** `onnxruntime`, `tensorrt@10.6`, … */
  readonly target: string;
  readonly precision?: Precision;
  /** What a quantized build leaves in; FP32 where nothing is said, as in a recipe. */
  readonly otherPrecision?: OtherPrecision | undefined;
  /** Of TensorRT's builder, 0 to 5; its own default where absent. */
  readonly optimizationLevel?: number | undefined;
  /** Of TensorRT: whether INT8 is written into the model, as where a recipe says nothing, or its builder places it. */
  readonly route?: Route | undefined;
  /** Shapes already inferred, where the caller has them. */
  readonly shapes?: ShapeTable | undefined;
  /** As `rewrittenFor` gives it for this model and these options, where the caller has it. */
  readonly rewritten?: Rewritten | undefined;
  readonly openExternal?: OpenExternal;
  /** What a built engine consists of. */
  readonly engine?: { readonly layers: readonly EngineLayer[]; readonly profile?: Profile };
}

/** Predicts the kernels of the main graph. Weights beyond 16 elements are never read. */
export async function previewModel(model: Model, options: PreviewModelOptions): Promise<PreviewReport> {
  const { engine, target, precision = 'fp32', otherPrecision } = options;
  const form = isQuantized(precision) ? { precision, otherPrecision: otherPrecision ?? 'fp32' } : { precision };
  const rewritten = options.rewritten ?? (await rewrittenFor(model, options));
  if (rewritten) return { ...(await previewRewritten(model, rewritten, options)), ...form };
  const { graph } = model;
  const { prediction, typeOf } = await predictModel(model, options);
  const report = { ...previewReport({ graph, typeOf, target }, prediction), ...form };
  return engine ? { ...report, ...compared(graph, prediction, engine) } : report;
}

/** The kernels of what the build will make of the model, in nodes of the model as it is. */
async function previewRewritten(
  { graph }: Model,
  rewritten: Rewritten,
  { engine, target, openExternal, ...options }: PreviewModelOptions,
): Promise<PreviewReport> {
  const { graph: built } = rewritten.model;
  const external = openExternal ? { openExternal } : {};
  const { prediction, typeOf } = await predictModel(rewritten.model, {
    target,
    ...options,
    ...external,
    shapes: undefined,
  });
  const index = indexGraph(graph);
  const removed = removals(graph, index, () => undefined, typeOf);
  const own = inOriginal(prediction, { graph, index, origins: rewritten.origins, removed });
  const report = previewReport({ graph: built, typeOf, target }, prediction);
  const told = rewrittenReport(graph, { rewritten, prediction, own, report });
  return engine ? { ...told, ...compared(graph, own, inOriginalNames(graph, rewritten, engine)) } : told;
}

function compared(
  graph: Graph,
  prediction: Pick<Prediction, 'index' | 'matches' | 'removed'>,
  { layers, profile }: NonNullable<PreviewModelOptions['engine']>,
): Pick<PreviewReport, 'actual' | 'agreement'> {
  const { index, removed } = prediction;
  const link = linkEngine({ graph, index, layers, removed });
  return {
    actual: actualReport(graph, link, profile),
    agreement: agreement(scoredEdges(graph, prediction, link)),
  };
}

/** The prediction for the model as it is, for those who look at single edges. */
export async function predictModel(
  model: Model,
  {
    openExternal,
    target,
    precision = 'fp32',
    otherPrecision,
    optimizationLevel,
    shapes: known,
  }: Omit<PreviewModelOptions, 'engine' | 'rewritten' | 'route'>,
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
