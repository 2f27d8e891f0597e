// The stretches of a model as models of their own, each with what follows it.
import { extractNodes } from '#core/graph/extract/extractNodes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import type { Block, Layer, SensitivityPlan } from '#core/precision/sensitivity/planSensitivity.ts';

export interface Stretch {
  readonly layers: readonly Layer[];
  readonly model: Model;
  /** All that comes after it; undefined at the end. */
  readonly rest: Model | undefined;
}

/** Where a value between two stretches has no known type the model stays whole: slower to measure, and the same. */
export function cutModel(model: Model, plan: SensitivityPlan, shapes: ShapeTable): readonly Stretch[] {
  try {
    return plan.blocks.map((block, at) => stretch(model, block, plan.blocks.slice(at + 1), shapes));
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    return [{ layers: plan.layers, model, rest: undefined }];
  }
}

function stretch(model: Model, block: Block, after: readonly Block[], shapes: ShapeTable): Stretch {
  const places = after.flatMap(({ nodes }) => nodes);
  const made = new Set(places.flatMap((place) => model.graph.nodes[place]?.outputs ?? []));
  const outputs = model.graph.outputs.map(({ name }) => name).filter((name) => made.has(name));
  return {
    layers: block.layers,
    model: after.length === 0 ? lastOf(model, block, shapes) : extractNodes(model, block.nodes, shapes),
    rest: outputs.length === 0 ? undefined : extractNodes(model, places, shapes, outputs),
  };
}

function lastOf(model: Model, block: Block, shapes: ShapeTable): Model {
  const made = new Set(block.nodes.flatMap((place) => model.graph.nodes[place]?.outputs ?? []));
  const outputs = model.graph.outputs.map(({ name }) => name).filter((name) => made.has(name));
  return extractNodes(model, block.nodes, shapes, outputs);
}
