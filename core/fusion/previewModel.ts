// The fusion preview of a model as opened: reads what the rules need (shapes, small constants) and applies them.
import type { PreviewReport } from '#core/contract/preview.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { smallConstants } from './constants.ts';
import { previewFusions } from './preview.ts';

export interface PreviewModelOptions {
  /** `onnxruntime`, `tensorrt@10.6`, … */
  readonly target: string;
  /** Shapes already inferred, where the caller has them. */
  readonly shapes?: ShapeTable;
  readonly openExternal?: OpenExternal;
}

/** Predicts the kernels of the main graph. Weights beyond 16 elements are never read. */
export async function previewModel(model: Model, options: PreviewModelOptions): Promise<PreviewReport> {
  const { openExternal } = options;
  const shapes = options.shapes ?? (await inferShapes(model, openExternal ? { openExternal } : {}));
  return previewFusions({
    graph: model.graph,
    constants: await smallConstants(model, openExternal),
    shapeOf: (value) => shapes.tensor(value)?.shape,
    typeOf: (value) => shapes.tensor(value)?.elementType ?? 0,
    target: options.target,
  });
}
