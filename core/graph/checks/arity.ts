// Nodes with too few or too many inputs and outputs, or without one that they need.
import type { Node } from '#core/onnx/model.ts';
import type { OperatorSchema } from '#core/onnx/operatorTable.ts';
import { nodeName } from '../graphIndex.ts';
import { type CheckContext, checkedNodes, type Finding, nodeText } from './checkedGraphs.ts';
import { schemaOf } from './schemaOf.ts';

export function* checkArity(context: CheckContext): Iterable<Finding> {
  for (const { in: graph, node } of checkedNodes(context)) {
    const schema = schemaOf(context, graph, node);
    if (!schema) continue;
    const problem = counts(node, schema) ?? absent(node, schema);
    if (problem === undefined) continue;
    yield {
      severity: 'error',
      kind: `arity ${node.opType} ${problem}`,
      node: nodeName(node),
      message: `${nodeText(node)} ${problem}`,
      next: `Export the model again, or import the opset that this form of ${node.opType} belongs to.`,
    };
  }
}

function counts(node: Node, { arity, since }: OperatorSchema): string | undefined {
  const told = (what: string, count: number, least: number, most: number) => {
    if (count >= least && count <= most) return undefined;
    const wanted =
      least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
    return `has ${count} ${what}${count === 1 ? '' : 's'}, where ${wanted} are meant since opset ${since}`;
  };
  return (
    told('input', node.inputs.length, arity.minInputs, arity.maxInputs) ??
    told('output', node.outputs.length, arity.minOutputs, arity.maxOutputs)
  );
}

function absent(node: Node, { inputs }: OperatorSchema): string | undefined {
  const missing = inputs.find(({ kind }, place) => kind === 'single' && node.inputs[place] === '');
  return missing && `leaves out the input ${missing.name}, which is not optional`;
}
