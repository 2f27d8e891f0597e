// Whether an operator has a float16 form, and which of its inputs and outputs take part in it.
import { DataType } from '#core/onnx/dataType.ts';
import type { Node } from '#core/onnx/model.ts';
import { operatorSchema } from '#core/onnx/operators.ts';
import type { OperatorParameter } from '#core/onnx/operatorTable.ts';
import { runtimeOperators } from './operatorRules.ts';

export interface HalfForm {
  /** Whether the input (or output) of that index may be float16 while the node computes in it. */
  readonly input: (index: number) => boolean;
  readonly output: (index: number) => boolean;
}

/** Inputs that could be float16 and had better not be: positions and factors for resampling. */
const alwaysSingle: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2], Upsample: [1] };

/** What a schema of the opset version says; undefined where the operator is not known to take float16. */
export function halfForm(node: Node, opset: number): HalfForm | undefined {
  if (node.domain === 'com.microsoft' && runtimeOperators.has(node.opType))
    return { input: () => true, output: () => true };
  if (node.domain !== '') return undefined;
  const schema = operatorSchema('', node.opType, opset);
  if (schema === undefined) return undefined;
  const single = alwaysSingle[node.opType] ?? [];
  const takes = (parameters: readonly OperatorParameter[]) => (index: number) =>
    (parameters[index] ?? parameters.at(-1))?.types.includes(DataType.float16) ?? false;
  const input = takes(schema.inputs);
  return { input: (index) => !single.includes(index) && input(index), output: takes(schema.outputs) };
}
