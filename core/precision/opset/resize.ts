// Upsample became Resize in opset 10, and Resize learnt coordinate modes in opset 11.
import { intAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import { stringAttr } from '#core/onnx/makeAttribute.ts';
import type { Node } from '#core/onnx/model.ts';
import { cannotRaise, reform, requireValues, type Scope, type Step } from './step.ts';

/** Upsample and the Resize of opset 10 take the source at output index / scale, which opset 11 calls asymmetric. */
async function raiseResize(node: Node, scope: Scope): Promise<readonly Node[]> {
  requireValues(node, 'mode');
  const [input = '', scales = ''] = node.inputs;
  const attributes = [stringAttr('coordinate_transformation_mode', 'asymmetric')];
  if (stringAttribute(node, 'mode', 'nearest') === 'nearest') {
    attributes.push(stringAttr('nearest_mode', await nearestMode(node, scales, scope)));
  }
  // The region of interest is read in one coordinate mode only, and absent inputs came with opset 13.
  return [
    reform(node, { inputs: [input, scope.floats(`${node.outputs[0] ?? 'resize'}_roi`, []), scales], attributes }),
  ];
}

/** Runtimes round the source index down where the tensor grows and up where it shrinks (ONNX Runtime's "simple" mode). */
async function nearestMode(node: Node, scales: string, scope: Scope): Promise<string> {
  const values = await scope.constant(scales);
  if (values === undefined || values.every((scale) => scale >= 1)) return 'floor';
  if (values.every((scale) => scale <= 1)) return 'ceil';
  throw cannotRaise(node, 'enlarges one dimension and shrinks another, which has no newer form');
}

export const resizeSteps: readonly Step[] = [
  { opType: 'Upsample', version: 10, raise: (node) => [reform(node, { opType: 'Resize' })] },
  { opType: 'Resize', version: 11, raise: raiseResize },
  {
    opType: 'RoiAlign',
    version: 16,
    raise: (node) => [
      reform(node, { attributes: [stringAttr('coordinate_transformation_mode', 'output_half_pixel')] }),
    ],
  },
];

export const batchAxisSteps: readonly Step[] = [
  {
    opType: 'Scan',
    version: 9,
    raise: (node) => {
      throw cannotRaise(node, 'loops over a batch, as only opset 8 could');
    },
  },
  {
    opType: 'BatchNormalization',
    version: 9,
    raise: (node) => {
      if (intAttribute(node, 'spatial', 1) === 0)
        throw cannotRaise(node, 'normalises each element by itself (spatial=0)');
      return [reform(node, { without: ['spatial'] })];
    },
  },
];
