// Operators that do not exist, not in this opset, or not on this target.
import type { Node } from '#core/onnx/model.ts';
import {
  isRuntimeOperator,
  newestOpset,
  operatorNames,
  operatorSchema,
  operatorVersions,
} from '#core/onnx/operators.ts';
import { nodeName } from '../graphIndex.ts';
import { ruleOf } from '../shapes/rules.ts';
import {
  type CheckContext,
  type CheckedGraph,
  checkedNodes,
  domainText,
  type Finding,
  nodeText,
} from './checkedGraphs.ts';
import { nearest } from './nearest.ts';

export function* checkOperators(context: CheckContext): Iterable<Finding> {
  const functions = new Set(context.model.functions.map(({ domain, name }) => `${domain} ${name}`));
  for (const { in: graph, node } of checkedNodes(context)) {
    if (functions.has(`${node.domain} ${node.opType}`)) continue;
    const finding = checkOperator(context, graph, node);
    if (finding) yield finding;
  }
}

function checkOperator(context: CheckContext, { opsets }: CheckedGraph, node: Node): Finding | undefined {
  const { target } = context;
  const kind = `${node.domain} ${node.opType}`;
  const name = nodeName(node);
  const versions = operatorVersions(node.domain, node.opType);
  const opset = opsets.get(node.domain);
  if (versions.length === 0) return unknownOperator(context, node, kind);
  if (opset === undefined) return missingImport(node, target.backend === 'onnxruntime' && node.domain === '');
  const schema = operatorSchema(node.domain, node.opType, opset);
  if (!schema) {
    const since = versions[0] ?? 0;
    return {
      severity: 'error',
      kind: `newer ${kind}`,
      node: name,
      message: `${nodeText(node)} needs opset ${since} of ${domainText(node.domain)}, and the model imports opset ${opset}`,
      next: `Export the model with opset ${since} or newer${since > target.opset.most ? `, on a target newer than ${target.text}` : ''}.`,
    };
  }
  if (!schema.deprecated) return undefined;
  return {
    severity: 'error',
    kind: `deprecated ${kind}`,
    node: name,
    message: `${nodeText(node)} is of an operator that opset ${schema.since} took away, and the model imports opset ${opset}`,
    next: `Export the model with opset ${schema.since - 1}, or with an exporter that writes what came in place of ${node.opType}.`,
  };
}

function unknownOperator({ target }: CheckContext, node: Node, kind: string): Finding | undefined {
  const name = nodeName(node);
  const tensorrt = target.backend !== 'onnxruntime';
  if (isRuntimeOperator(node.domain, node.opType) || (node.domain === '' && ruleOf('', node.opType))) {
    if (!tensorrt) return undefined;
    return {
      severity: 'error',
      kind: `runtime ${kind}`,
      node: name,
      message: `${nodeText(node)} is of an operator that only ONNX Runtime has, not ${target.text}`,
      next: 'Use the model as it was before ONNX Runtime optimized it, or build for onnxruntime.',
    };
  }
  if (tensorrt && (node.opType.endsWith('_TRT') || node.domain.startsWith('trt'))) {
    return {
      severity: 'info',
      kind: `plugin ${kind}`,
      node: name,
      message: `${nodeText(node)} is a TensorRT plugin`,
      next: 'See that the plugin library that registers it is loaded when the engine is built and when it runs.',
    };
  }
  const standard = newestOpset(node.domain) !== undefined;
  const meant = standard ? nearest(node.opType, operatorNames(node.domain)) : undefined;
  return {
    severity: 'error',
    kind: `unknown ${kind}`,
    node: name,
    message: standard
      ? `${nodeText(node)} is of an operator that ${domainText(node.domain)} does not have`
      : `${nodeText(node)} is of an operator that neither ONNX nor a function in the model defines`,
    next: nextForUnknown(node, tensorrt, meant),
  };
}

function nextForUnknown(node: Node, tensorrt: boolean, meant: string | undefined): string {
  if (meant !== undefined) return `See whether ${meant} was meant, and export the model again.`;
  const how = tensorrt ? 'load a TensorRT plugin named like it' : 'export it as operators that ONNX has';
  return `Put a function ${node.opType} of domain ${domainText(node.domain)} into the model, or ${how}.`;
}

/** ONNX Runtime takes its newest standard opset where none is imported, which may mean another form of an operator. */
function missingImport(node: Node, assumed: boolean): Finding {
  const domain = domainText(node.domain);
  return {
    severity: assumed ? 'warning' : 'error',
    kind: `import ${node.domain}`,
    node: nodeName(node),
    message: `${nodeText(node)} is of the domain ${domain}, of which the model imports no opset`,
    next: `Export the model again with an opset import for ${domain}${assumed ? ': which form of the operators is meant is a guess' : ''}.`,
  };
}
