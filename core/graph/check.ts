// Everything that can be said against a model before it is built, each with the next step.
import type { Issue } from '#core/contract/issue.ts';
import type { Model } from '#core/onnx/model.ts';
import { checkArity } from './checks/arity.ts';
import { checkAttributes } from './checks/attributes.ts';
import {
  type CheckContext,
  type CheckOptions,
  checkedGraphs,
  type Finding,
  type Findings,
} from './checks/checkedGraphs.ts';
import { checkCycles } from './checks/cycles.ts';
import { checkDynamicDimensions } from './checks/dynamicDimensions.ts';
import { checkExternalData } from './checks/externalData.ts';
import { checkNames } from './checks/names.ts';
import { checkOnnxruntime } from './checks/onnxruntime.ts';
import { checkOperators } from './checks/operators.ts';
import { checkOpsets } from './checks/opsets.ts';
import { checkShapes } from './checks/shapes.ts';
import { targetOf } from './checks/target.ts';
import { checkTensorrt } from './checks/tensorrt.ts';
import { checkTypes } from './checks/types.ts';
import { checkUnused } from './checks/unused.ts';
import { checkValues } from './checks/values.ts';
import { checkWeights } from './checks/weights.ts';
import type { ShapeTable } from './shapes/shapeTable.ts';

export type { CheckOptions } from './checks/checkedGraphs.ts';

type Check = (context: CheckContext) => Findings;

const checks: readonly Check[] = [
  checkOpsets,
  checkOperators,
  checkValues,
  checkCycles,
  checkExternalData,
  checkArity,
  checkAttributes,
  checkTypes,
  checkOnnxruntime,
  checkTensorrt,
  checkDynamicDimensions,
  checkShapes,
  checkNames,
  checkUnused,
];

/**
 * Checks a model for a target such as `onnxruntime` or `tensorrt@10.6`; errors come first, then warnings, then what is
 * good to know. Weights are read only with `options.readWeights`. A finding that many nodes share is one issue that
 * names the first of them and counts the others. Throws nothing for a damaged model, only what reading weights throws.
 */
export async function checkModel(model: Model, shapes: ShapeTable, options: CheckOptions): Promise<Issue[]> {
  const context: CheckContext = {
    model,
    shapes,
    options,
    target: targetOf(options.target),
    graphs: checkedGraphs(model, options.index),
  };
  const findings: Finding[] = [];
  for (const check of checks) {
    await options.pause?.();
    for (const finding of check(context)) {
      if (finding) findings.push(finding);
      else await options.pause?.();
    }
  }
  findings.push(...(await checkWeights(context)));
  const order = ['error', 'warning', 'info'];
  return joined(findings).sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** Findings of one `kind` become one issue. */
function joined(findings: readonly Finding[]): Issue[] {
  const groups = new Map<string, Finding[]>();
  findings.forEach((finding, place) => {
    const key = finding.kind === undefined ? `${place}` : `${finding.severity} ${finding.kind}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  });
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const { severity, node, message, next } = first;
    const more =
      others.length === 0 ? '' : `, and so ${others.length === 1 ? 'does 1 other' : `do ${others.length} others`}`;
    return [{ severity, node, message: `${message}${more}.`, next }];
  });
}
