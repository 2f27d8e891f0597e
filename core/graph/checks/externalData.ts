// Weights in other files: whether the files are there, hold the bytes, and lie in the model's folder.
import { OnnxError } from '#core/onnx/error.ts';
import { checkLocation, externalRange } from '#core/onnx/external.ts';
import type { Tensor } from '#core/onnx/model.ts';
import { type CheckContext, checkedNodes, type Finding } from './checkedGraphs.ts';

export function* checkExternalData(context: CheckContext): Iterable<Finding> {
  const { externalFiles } = context.options;
  for (const tensor of externalTensors(context)) {
    if (tensor.data.kind !== 'external') continue;
    const { location } = tensor.data;
    const checked = checkLocation(location);
    if (typeof checked !== 'string') {
      yield {
        severity: 'error',
        kind: `location ${location}`,
        node: null,
        message: checked.reason,
        next: checked.next,
      };
      continue;
    }
    if (!externalFiles) continue;
    const size = externalFiles(checked);
    if (size === undefined) {
      yield {
        severity: 'error',
        kind: `file ${location}`,
        node: null,
        message: `The weight '${tensor.name}' lies in '${location}', which is not beside the model`,
        next: `Put '${location}' into the model's folder; without it the graph can be looked at, not built.`,
      };
    } else yield* wrongRange(tensor, size);
  }
}

function* wrongRange(tensor: Tensor, size: number): Iterable<Finding> {
  try {
    externalRange(tensor, size);
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    yield { severity: 'error', kind: `range ${error.next}`, node: null, message: error.reason, next: error.next };
  }
}

function* externalTensors(context: CheckContext): Iterable<Tensor> {
  for (const { graph } of context.graphs) {
    yield* graph.initializers;
    for (const { values, indices } of graph.sparseInitializers) yield* [values, indices];
  }
  for (const { node } of checkedNodes(context)) {
    for (const attribute of node.attributes) {
      if (attribute.type === 'tensor') yield attribute.value;
      else if (attribute.type === 'tensors') yield* attribute.value;
    }
  }
}
