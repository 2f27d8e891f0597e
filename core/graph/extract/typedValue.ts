// A value with its type, as the inputs and outputs of a model need it.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model, Type, ValueInfo } from '#core/onnx/model.ts';

/** @throws OnnxError where neither the file nor shape inference knows the type. */
export function typedValue({ graph }: Model, shapes: ShapeTable, name: string): ValueInfo {
  const declared = [...graph.inputs, ...graph.outputs, ...graph.values].find((value) => value.name === name);
  const type = shapes.type(name) ?? declared?.type;
  if (!type || !isWhole(type)) {
    throw new OnnxError(
      `The type of the value '${name}' is not known, and it would be an input or output of the part`,
      'Cut the graph at another value, or export the model with the types of its values.',
    );
  }
  return { name, type, docString: declared?.docString ?? '', metadata: declared?.metadata ?? [] };
}

function isWhole(type: Type): boolean {
  switch (type.kind) {
    case 'tensor':
    case 'sparseTensor':
      return type.elementType !== 0;
    case 'sequence':
    case 'optional':
      return isWhole(type.element);
    case 'map':
      return isWhole(type.value);
    case 'opaque':
      return true;
  }
}
