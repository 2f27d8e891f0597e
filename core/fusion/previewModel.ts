// The fusion preview of a model as opened: reads what the rules need (shapes, small constants), applies them, and
// compares with a built engine where its layers are given.
import type { PreviewReport } from '#core/contract/preview.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { actualReport } from './actual/actualReport.ts';
import { linkEngine } from './actual/linkEngine.ts';
import { agreement } from './agreement.ts';
import { smallConstants } from './constants.ts';
import type { Profile } from './inspector/profile.ts';
import type { EngineLayer } from './inspector/readLayers.ts';
import { predictFusions } from './predict.ts';
import { previewReport } from './preview.ts';
import { fusionTarget } from './target.ts';

export interface PreviewModelOptions {
  /** `onnxruntime`, `tensorrt@10.6`, … */
  readonly target: string;
  readonly precision?: Precision;
  /** Shapes already inferred, where the caller has them. */
  readonly shapes?: ShapeTable;
  readonly openExternal?: OpenExternal;
  /** What a built engine consists of. */
  readonly engine?: { readonly layers: readonly EngineLayer[]; readonly profile?: Profile };
}

/** Predicts the kernels of the main graph. Weights beyond 16 elements are never read. */
export async function previewModel(model: Model, options: PreviewModelOptions): Promise<PreviewReport> {
  const { openExternal, engine, target, precision = 'fp32' } = options;
  const { graph } = model;
  const shapes = options.shapes ?? (await inferShapes(model, openExternal ? { openExternal } : {}));
  const input = {
    graph,
    constants: await smallConstants(model, openExternal),
    shapeOf: (value: string) => shapes.tensor(value)?.shape,
    typeOf: (value: string) => shapes.tensor(value)?.elementType ?? 0,
  };
  const prediction = predictFusions({ ...input, target: fusionTarget(target, precision) });
  const report = previewReport({ ...input, target, precision }, prediction);
  if (!engine) return report;
  const { index, removed, matches } = prediction;
  const link = linkEngine({ graph, index, layers: engine.layers, removed });
  const groups = matches.map(({ nodes }) => nodes);
  return {
    ...report,
    actual: actualReport(graph, link, engine.profile),
    agreement: agreement(graph, index, groups, link),
  };
}
