// A model checked as words state it, and what was found, in lines.
import type { Issue } from '#core/contract/issue.ts';
import type { Model } from '#core/onnx/model.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { type CheckOptions, checkModel } from '../check.ts';
import { inferShapes } from '../shapes/inferShapes.ts';

export async function check(words: ModelWords | Model, options: Partial<CheckOptions> = {}): Promise<Issue[]> {
  const model = 'graph' in words ? words : aModel(words);
  return checkModel(model, await inferShapes(model), { target: 'onnxruntime', ...options });
}

export const lines = (issues: readonly Issue[], severity?: Issue['severity']) =>
  issues.filter((issue) => severity === undefined || issue.severity === severity).map(({ message }) => message);

export const fine = {
  nodes: [['c: a = Conv(x, w)', { pads: [1, 1, 1, 1] }], 'r: y = Relu(a)'],
  inputs: { x: 'float32[1,3,8,8]' },
  outputs: { y: 'float32[1,4,8,8]' },
  initializers: { w: 'float32[4,3,3,3]' },
} satisfies ModelWords;
