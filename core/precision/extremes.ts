// A model that also gives out the smallest and the largest value of its tensors, so that nobody has to copy them whole.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode, makeValue } from '#core/onnx/makeNode.ts';
import type { Model, Node } from '#core/onnx/model.ts';
import { freshNames } from './freshNames.ts';

export interface Extremes {
  readonly model: Model;
  /** By tensor: the names of the outputs, scalars, that hold its extremes. */
  readonly outputs: ReadonlyMap<string, { readonly min: string; readonly max: string }>;
}

/**
 * Whether a tensor of the main graph has at least one element whatever is fed, which a minimum needs: every dimension is
 * a number above 0 or one that an input has. A scalar is given out as it is, and counts as none.
 */
export function canBeReduced(name: string, { graph }: Model, shapes: ShapeTable): boolean {
  const type = shapes.tensor(name);
  if (type?.elementType !== DataType.float32 || !type.shape || type.shape.length === 0) return false;
  const fed = graph.inputs.flatMap(({ type: input }) => (input?.kind === 'tensor' ? (input.shape ?? []) : []));
  return type.shape.every((size) => (typeof size === 'number' ? size > 0 : size !== undefined && fed.includes(size)));
}

/** @param names of float32 tensors for which `canBeReduced` holds. */
export function exposeExtremes(model: Model, names: readonly string[]): Extremes {
  const { graph } = model;
  const fresh = freshNames(model);
  const outputs = new Map<string, { readonly min: string; readonly max: string }>();
  const nodes: Node[] = [];
  for (const name of names) {
    const found = { min: fresh(`${name}/min`), max: fresh(`${name}/max`) };
    for (const [opType, output] of [
      ['ReduceMin', found.min],
      ['ReduceMax', found.max],
    ] as const) {
      nodes.push(makeNode({ opType, inputs: [name], outputs: [output], attributes: [intAttr('keepdims', 0)] }));
    }
    outputs.set(name, found);
  }
  const added = [...outputs.values()].flatMap(({ min, max }) => [min, max]);
  return {
    model: {
      ...model,
      graph: {
        ...graph,
        nodes: [...graph.nodes, ...nodes],
        outputs: [...graph.outputs, ...added.map((name) => makeValue(name, DataType.float32, []))],
      },
    },
    outputs,
  };
}
