// Shape inference: the type of every value that can be known without running the model.
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { readConstants } from './constants.ts';
import { inferModel } from './inference.ts';
import { makeShapeTable, type ShapeTable } from './shapeTable.ts';

export interface InferShapesOptions {
  /** Sizes for dimension names, such as `{ batch: 8 }`. */
  readonly dimensions?: Readonly<Record<string, number>>;
  /** Whole shapes for inputs of the main graph, such as those of one optimization profile. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /** Needed only where small constants lie outside the model's file. */
  readonly openExternal?: OpenExternal;
  /** Awaited every few milliseconds, so that whoever asks something meanwhile is answered. */
  readonly pause?: () => Promise<void>;
}

/**
 * Infers by the operators' own rules, with dimension names kept and computed with. Of the weights only small constants
 * are read; damaged or absent ones, unknown operators and contradictions leave values unknown, they throw nothing.
 * Types that the file declares fill what inference leaves open.
 */
export async function inferShapes(model: Model, options: InferShapesOptions = {}): Promise<ShapeTable> {
  const { graphs, outer, conflicts } = await inferModel(model, {
    constants: await readConstants(model, options.openExternal),
    dimensions: new Map(Object.entries(options.dimensions ?? {})),
    inputShapes: new Map(Object.entries(options.inputShapes ?? {})),
    pause: options.pause,
  });
  return makeShapeTable(graphs, outer, conflicts);
}
