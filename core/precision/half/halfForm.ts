// Whether an operator has a form of 16 bits, and which of its inputs and outputs take part in it.
import type { Node } from '#core/onnx/model.ts';
import { operatorSchema } from '#core/onnx/operators.ts';
import type { OperatorParameter } from '#core/onnx/operatorTable.ts';
import type { HalfType } from './halfType.ts';
import { runtimeOperators } from './operatorRules.ts';

export interface HalfForm {
  /** Whether the input (or output) of that index may be of 16 bits while the node computes in it. */
  readonly input: (index: number) => boolean;
  readonly output: (index: number) => boolean;
}

/** Inputs that could be of 16 bits and had better not be: positions and factors for resampling. */
const alwaysSingle: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2], Upsample: [1] };

/** What a schema of the opset version says; undefined where the operator is not known to take the type. */
export function halfForm(
  node: Node,
  { opset, type }: { readonly opset: number; readonly type: HalfType },
): HalfForm | undefined {
  if (node.domain === 'com.microsoft' && type.name === 'FP16' && runtimeOperators.has(node.opType)) {
    return { input: () => true, output: () => true };
  }
  if (node.domain !== '') return undefined;
  const schema = operatorSchema('', node.opType, opset);
  if (schema === undefined) return undefined;
  const single = alwaysSingle[node.opType] ?? [];
  const takes = (parameters: readonly OperatorParameter[]) => (index: number) =>
    (parameters[index] ?? parameters.at(-1))?.types.includes(type.dataType) ?? false;
  const input = takes(schema.inputs);
  return { input: (index) => !single.includes(index) && input(index), output: takes(schema.outputs) };
}
