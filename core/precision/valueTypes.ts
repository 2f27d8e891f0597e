// What is known of the types of a graph's values, looked up by name from the place of one graph in a model.

import { nodeName } from '#core/graph/graphIndex.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { type ShapeTable, subgraphPath } from '#core/graph/shapes/shapeTable.ts';
import type { Model, Node, Shape } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';

export interface TensorType {
  /** A code of `core/onnx/dataType`; 0 where unknown. */
  readonly elementType: number;
  readonly shape: Shape | undefined;
}

/** The values seen from one graph: its own and those of the graphs around it. */
export interface ValueTypes {
  /** The type of a tensor; undefined where nothing is known or the value is no tensor. */
  of(value: string): TensorType | undefined;
  /** The values seen from the body that a node of this graph holds under an attribute. */
  inside(node: Node, attribute: string): ValueTypes;
}

export async function valueTypes(model: Model, openExternal?: OpenExternal): Promise<ValueTypes> {
  return typesAt(await inferShapes(model, openExternal ? { openExternal } : {}), '');
}

export function typesAt(table: ShapeTable, path: string): ValueTypes {
  return {
    of: (value) => table.tensor(value, path),
    inside: (node, attribute) => typesAt(table, subgraphPath(path, nodeName(node), attribute)),
  };
}

/** Where nothing was inferred, as inside local functions. */
export const unknownTypes: ValueTypes = { of: () => undefined, inside: () => unknownTypes };
