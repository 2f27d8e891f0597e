// Element types that an operator does not take, or not on this target.
import { DataType, dataTypeName } from '#core/onnx/dataType.ts';
import type { Node } from '#core/onnx/model.ts';
import { missingKernel } from '#core/onnx/operatorKernels.ts';
import type { OperatorParameter, OperatorSchema } from '#core/onnx/operatorTable.ts';
import { nodeName } from '../graphIndex.ts';
import {
  type CheckContext,
  type CheckedGraph,
  checkedNodes,
  type Finding,
  type Findings,
  nodeText,
  turnEvery,
} from './checkedGraphs.ts';
import { schemaOf } from './schemaOf.ts';

interface Port {
  readonly value: string;
  readonly parameter: OperatorParameter;
  /** 0 where it is not known. */
  readonly elementType: number;
}

export function* checkTypes(context: CheckContext): Findings {
  let seen = 0;
  for (const { in: graph, node } of checkedNodes(context)) {
    if (++seen % turnEvery === 0) yield null;
    const schema = schemaOf(context, graph, node);
    if (!schema || graph.path === undefined) continue;
    const inputs = ports(context, graph, node.inputs, schema.inputs);
    const wrong = refused(node, schema, inputs) ?? mixed(node, inputs);
    if (wrong) yield wrong;
    else if (context.target.backend === 'onnxruntime') {
      const outputs = ports(context, graph, node.outputs, schema.outputs);
      const kernel = withoutKernel(context, node, schema, [...inputs, ...outputs]);
      if (kernel) yield kernel;
    }
  }
}

function ports(
  { shapes }: CheckContext,
  { path }: CheckedGraph,
  values: readonly string[],
  parameters: readonly OperatorParameter[],
): readonly Port[] {
  return values.flatMap((value, place) => {
    const parameter = parameters[Math.min(place, parameters.length - 1)];
    const elementType = shapes.tensor(value, path)?.elementType ?? 0;
    return parameter && value !== '' ? [{ value, parameter, elementType }] : [];
  });
}

function refused(node: Node, schema: OperatorSchema, inputs: readonly Port[]): Finding | undefined {
  const wrong = inputs.find(({ elementType, parameter }) => elementType > 0 && !parameter.types.includes(elementType));
  if (!wrong) return undefined;
  const type = dataTypeName(wrong.elementType);
  const { name } = wrong.parameter;
  return {
    severity: 'error',
    kind: `type ${schema.name} ${name} ${type}`,
    node: nodeName(node),
    message: `${nodeText(node)} gets '${wrong.value}' of type ${type} as its input ${name}, which since opset ${schema.since} takes ${typesText(wrong.parameter)}`,
    next: 'Put a Cast before the node, or export the model with a newer opset.',
  };
}

function typesText({ types }: OperatorParameter): string {
  return types.map((type) => (typeof type === 'number' ? dataTypeName(type) : type)).join(', ');
}

/** Inputs that must have one type and have two. */
function mixed(node: Node, inputs: readonly Port[]): Finding | undefined {
  const first = new Map<string, Port>();
  for (const port of inputs) {
    const { typeName, homogeneous } = port.parameter;
    if (typeName === undefined || !homogeneous || port.elementType === 0) continue;
    const other = first.get(typeName);
    if (other && other.elementType !== port.elementType) {
      const [a, b] = [other, port].map(({ value, elementType }) => `'${value}' of type ${dataTypeName(elementType)}`);
      return {
        severity: 'error',
        node: nodeName(node),
        message: `${nodeText(node)} gets ${a} and ${b}, which must be of one type`,
        next: `Put a Cast before the node so that both are of type ${dataTypeName(other.elementType)}.`,
      };
    }
    first.set(typeName, port);
  }
  return undefined;
}

function withoutKernel(
  { target }: CheckContext,
  node: Node,
  schema: OperatorSchema,
  ports: readonly Port[],
): Finding | undefined {
  const typeOf = (name: string) =>
    ports.find(
      ({ parameter, elementType }) => elementType > 0 && (parameter.typeName === name || parameter.name === name),
    )?.elementType ?? DataType.undefined;
  const missing = missingKernel(schema, typeOf);
  if (!missing) return undefined;
  const types = missing.types.map(({ elementType }) => dataTypeName(elementType));
  const what =
    types.length > 0 ? `${schema.name} of ${types.join(' and ')}` : `${schema.name} of opset ${schema.since}`;
  return {
    severity: 'error',
    kind: `kernel ${what}`,
    node: nodeName(node),
    message: `${nodeText(node)} cannot run: ${target.text} has no ${what} for the CPU`,
    next:
      types.length > 0
        ? 'Put Casts around the node to a type that is supported, such as float32 or int64.'
        : 'Export the model with another opset or with other operators in place of this one.',
  };
}
