// All changes of form between opset 7 and 22 that are not just more types or new optional attributes.
import { floatAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import type { Node } from '#core/onnx/model.ts';
import { attributeToInputSteps } from './attributeToInput.ts';
import { flattenedAxisSteps } from './flattenedAxis.ts';
import { laterSteps } from './later.ts';
import { batchAxisSteps, resizeSteps } from './resize.ts';
import { cannotRaise, reform, requireValues, type Scope, type Step } from './step.ts';

/** The mask was of the data's type before opset 10 and is bool since; a cast keeps its type for whoever reads it. */
function raiseDropoutMask(node: Node, scope: Scope): readonly Node[] {
  const [output = '', mask = ''] = node.outputs;
  if (mask === '' || !scope.isRead(mask)) return [{ ...node, outputs: [output] }];
  const kept = scope.value(`${mask}_bool`);
  const to = scope.elementType(node.inputs[0] ?? '') ?? DataType.float32;
  const cast = makeNode({ opType: 'Cast', inputs: [kept], outputs: [mask], attributes: [intAttr('to', to)] });
  return [{ ...node, outputs: [output, kept] }, cast];
}

function raiseDropoutRatio(node: Node, scope: Scope): readonly Node[] {
  requireValues(node, 'ratio');
  const ratio = floatAttribute(node, 'ratio');
  if (ratio === undefined) return [node];
  const name = scope.scalar(`${node.outputs[0] ?? 'dropout'}_ratio`, DataType.float32, ratio);
  return [reform(node, { without: ['ratio'], inputs: [node.inputs[0] ?? '', name] })];
}

function raiseBatchNormalization(node: Node): readonly Node[] {
  if (node.outputs.slice(1).some((output) => output !== '')) {
    throw cannotRaise(node, 'gives its statistics out, as in training');
  }
  return [{ ...node, outputs: node.outputs.slice(0, 1) }];
}

const steps: readonly Step[] = [
  ...attributeToInputSteps,
  ...flattenedAxisSteps,
  ...resizeSteps,
  ...batchAxisSteps,
  ...laterSteps,
  { opType: 'Dropout', version: 10, raise: raiseDropoutMask },
  { opType: 'Dropout', version: 12, raise: raiseDropoutRatio },
  { opType: 'Scatter', version: 11, raise: (node) => [reform(node, { opType: 'ScatterElements' })] },
  { opType: 'BatchNormalization', version: 14, raise: raiseBatchNormalization },
];

const byOperator = Map.groupBy(steps, ({ opType }) => opType);

/** The change that an operator goes through on entering an opset version, where there is one. */
export function stepInto(version: number, opType: string): Step | undefined {
  return byOperator.get(opType)?.find((step) => step.version === version);
}

export const oldestOpset = 7;
export const newestOpset = 22;
