// The changes of form between opset 18 and 22 that are not just more types or new optional attributes.
import { intAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import { intAttr, stringAttr } from '#core/onnx/makeAttribute.ts';
import type { Node } from '#core/onnx/model.ts';
import { moved } from './attributeToInput.ts';
import { cannotRaise, reform, requireValues, type Scope, type Step } from './step.ts';

const reductions =
  'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSumSquare';

/** Parts of equal size have to be counted where no sizes are given. */
function raiseSplit(node: Node): readonly Node[] {
  if (node.inputs[1]) return [node];
  return [reform(node, { attributes: [intAttr('num_outputs', node.outputs.length)] })];
}

/** The axis was 1 where nothing was said, and is the last but one since. */
function raiseFourier(node: Node, scope: Scope): readonly Node[] {
  requireValues(node, 'axis');
  const axis = scope.index(`${node.outputs[0] ?? 'dft'}_axis`, intAttribute(node, 'axis', 1));
  const [data = '', length = ''] = node.inputs;
  return [reform(node, { without: ['axis'], inputs: [data, length, axis] })];
}

const samplingModes: Readonly<Record<string, string>> = { bilinear: 'linear', bicubic: 'cubic' };

function raiseGridSample(node: Node): readonly Node[] {
  requireValues(node, 'mode');
  const mode = stringAttribute(node, 'mode', 'bilinear');
  return [reform(node, { attributes: [stringAttr('mode', samplingModes[mode] ?? mode)] })];
}

export const laterSteps: readonly Step[] = [
  ...reductions.split(' ').map((opType) => moved(opType, 18, 'axes')),
  { opType: 'Split', version: 18, raise: raiseSplit },
  { opType: 'DFT', version: 20, raise: raiseFourier },
  { opType: 'GridSample', version: 20, raise: raiseGridSample },
  {
    opType: 'GroupNormalization',
    version: 21,
    raise: (node) => {
      throw cannotRaise(node, 'scales groups, where opset 21 scales channels');
    },
  },
];
