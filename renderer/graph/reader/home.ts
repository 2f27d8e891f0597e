// Where a scope's weights and types are read from.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Model, Type } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import type { OpenScope } from './scope.ts';

export interface Home {
  readonly model: Model;
  readonly openExternal: OpenExternal;
}

export type TypeOf = (value: string) => Type | undefined;

/** Types by name in one scope: inferred where inference has been there, else as the file declares them. */
export function typesOf({ graph, path }: OpenScope, shapes: ShapeTable | undefined): TypeOf {
  const { inputs, outputs, values } = graph;
  const declared = new Map([...values, ...outputs, ...inputs].map(({ name, type }) => [name, type]));
  return (value) => shapes?.type(value, path) ?? declared.get(value);
}
