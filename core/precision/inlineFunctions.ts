// Local functions put where they are called, so that each call can have types of its own.
import { attributeGraphs } from '#core/graph/graphIndex.ts';
import { functionOf, inlineCalls } from '#core/graph/inline/inlineCalls.ts';
import type { Model, Node } from '#core/onnx/model.ts';

/** Functions that nothing calls any more are left out; calls inside the bodies of If, Loop and Scan stay. */
export function inlineFunctions(model: Model): Model {
  if (model.functions.length === 0) return model;
  const { model: inlined } = inlineCalls(model);
  const isCalled = (nodes: readonly Node[]): boolean =>
    nodes.some(
      (node) =>
        functionOf(model, node) !== undefined ||
        node.attributes.some((attribute) => attributeGraphs(attribute).some((graph) => isCalled(graph.nodes))),
    );
  return isCalled(inlined.graph.nodes) ? inlined : { ...inlined, functions: [] };
}
