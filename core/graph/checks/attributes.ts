// Attributes of the wrong kind, unknown ones and absent ones.
import type { Node } from '#core/onnx/model.ts';
import type { OperatorSchema } from '#core/onnx/operatorTable.ts';
import { nodeName } from '../graphIndex.ts';
import { type CheckContext, checkedNodes, type Finding, nodeText } from './checkedGraphs.ts';
import { nearest } from './nearest.ts';
import { schemaOf } from './schemaOf.ts';

export function* checkAttributes(context: CheckContext): Iterable<Finding> {
  for (const { in: graph, node } of checkedNodes(context)) {
    const schema = schemaOf(context, graph, node);
    if (schema) yield* checkNode(node, schema);
  }
}

function* checkNode(node: Node, schema: OperatorSchema): Iterable<Finding> {
  const name = nodeName(node);
  for (const attribute of node.attributes) {
    const known = schema.attributes.find((each) => each.name === attribute.name);
    const kind = `${schema.domain} ${schema.name} ${attribute.name}`;
    if (!known) {
      const meant = nearest(
        attribute.name,
        schema.attributes.map((each) => each.name),
      );
      yield {
        severity: 'error',
        kind: `unknown attribute ${kind}`,
        node: name,
        message: `${nodeText(node)} has an attribute '${attribute.name}', which ${schema.name} does not have since opset ${schema.since}`,
        next:
          meant === undefined ? otherOpset(schema) : `See whether '${meant}' was meant, and export the model again.`,
      };
    } else if (known.type !== attribute.type && attribute.refAttrName === '') {
      yield {
        severity: 'error',
        kind: `attribute kind ${kind}`,
        node: name,
        message: `${nodeText(node)} has an attribute '${attribute.name}' of kind ${attribute.type}, where ${known.type} is meant`,
        next: `Export the model again with '${attribute.name}' as ${known.type}.`,
      };
    }
  }
  const absent = schema.attributes.find(
    (each) => each.required && !node.attributes.some(({ name: own }) => own === each.name),
  );
  if (absent) {
    yield {
      severity: 'error',
      kind: `absent attribute ${schema.domain} ${schema.name} ${absent.name}`,
      node: name,
      message: `${nodeText(node)} lacks the attribute '${absent.name}', which ${schema.name} needs`,
      next: `Export the model again with '${absent.name}' as ${absent.type}.`,
    };
  }
}

function otherOpset({ name }: OperatorSchema): string {
  return `Export the model again, or import the opset in which ${name} has this attribute.`;
}
