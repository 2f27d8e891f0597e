// What an operator's schema alone says of its outputs: their element types, where a type parameter is shared.
import type { Node } from '#core/onnx/model.ts';
import { operatorSchema } from '#core/onnx/operators.ts';
import type { OperatorSchema } from '#core/onnx/operatorTable.ts';
import { elementTypeOf, type Fact, tensorFact } from './fact.ts';

/** Outputs of a node for which there is no rule; none where there is no schema either. */
export function factsFromSchema(
  node: Node,
  opset: number,
  inputs: readonly (Fact | undefined)[],
): readonly (Fact | undefined)[] {
  const schema = operatorSchema(node.domain, node.opType, opset);
  if (!schema) return [];
  return node.outputs.map((_, index) => {
    const output = schema.outputs[Math.min(index, schema.outputs.length - 1)];
    if (!output) return undefined;
    const bound = output.typeName === undefined || !output.homogeneous ? 0 : boundType(schema, output.typeName, inputs);
    const [only] = output.types.length === 1 ? output.types : [];
    const elementType = bound || (typeof only === 'number' ? only : 0);
    return elementType > 0 ? tensorFact(elementType, undefined) : undefined;
  });
}

function boundType(schema: OperatorSchema, typeName: string, inputs: readonly (Fact | undefined)[]): number {
  const place = inputs.findIndex((fact, index) => {
    const input = schema.inputs[Math.min(index, schema.inputs.length - 1)];
    return input?.typeName === typeName && input.homogeneous && elementTypeOf(fact) > 0;
  });
  return place < 0 ? 0 : elementTypeOf(inputs[place]);
}
