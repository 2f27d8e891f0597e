// The schema that a node is held against, where it has one.
import type { Node } from '#core/onnx/model.ts';
import { operatorSchema } from '#core/onnx/operators.ts';
import type { OperatorSchema } from '#core/onnx/operatorTable.ts';
import type { CheckContext, CheckedGraph } from './checkedGraphs.ts';

/** Undefined for unknown operators, for those that a function in the model defines, and where no opset is imported. */
export function schemaOf({ model }: CheckContext, { opsets }: CheckedGraph, node: Node): OperatorSchema | undefined {
  const opset = opsets.get(node.domain);
  if (opset === undefined) return undefined;
  if (model.functions.some(({ domain, name }) => domain === node.domain && name === node.opType)) return undefined;
  return operatorSchema(node.domain, node.opType, opset);
}
