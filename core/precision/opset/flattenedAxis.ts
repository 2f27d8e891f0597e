// Softmax, LogSoftmax and Hardmax before opset 13 worked on the input flattened to a matrix at `axis`, by default 1.
import { intAttribute } from '#core/onnx/attribute.ts';
import { intAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import type { Node } from '#core/onnx/model.ts';
import { reform, requireValues, type Scope, type Step } from './step.ts';

/**
 * The old form normalises over all dimensions from `axis` on together, the new one over `axis` alone. They are the same
 * where no dimension after `axis` is larger than 1; elsewhere the input is made a matrix and the output reshaped back.
 */
function raiseFlattened(node: Node, scope: Scope): readonly Node[] {
  requireValues(node, 'axis');
  const [input = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const axis = intAttribute(node, 'axis', 1);
  const shape = scope.shape(input) ?? scope.shape(output);
  if (axis === -1) return [node];
  if (shape !== undefined) {
    const place = axis < 0 ? axis + shape.length : axis;
    if (place === shape.length - 1) return [reform(node, { attributes: [intAttr('axis', -1)] })];
    if (shape.slice(place + 1).every((dimension) => dimension === 1)) {
      return [reform(node, { attributes: [intAttr('axis', place)] })];
    }
  }
  const name = node.name === '' ? output : node.name;
  const matrix = scope.value(`${output}_matrix`);
  const normalised = scope.value(`${output}_normalised`);
  const dimensions = scope.value(`${output}_shape`);
  return [
    makeNode({ opType: 'Shape', name: `${name}/Shape`, inputs: [input], outputs: [dimensions] }),
    makeNode({
      opType: 'Flatten',
      name: `${name}/Flatten`,
      inputs: [input],
      outputs: [matrix],
      attributes: [intAttr('axis', axis)],
    }),
    { ...reform(node, { inputs: [matrix], attributes: [intAttr('axis', -1)] }), outputs: [normalised] },
    makeNode({ opType: 'Reshape', name: `${name}/Reshape`, inputs: [normalised, dimensions], outputs: [output] }),
  ];
}

export const flattenedAxisSteps: readonly Step[] = ['Softmax', 'LogSoftmax', 'Hardmax'].map((opType) => ({
  opType,
  version: 13,
  raise: raiseFlattened,
}));
