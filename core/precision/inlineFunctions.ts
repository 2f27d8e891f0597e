// Local functions put where they are called, in the bodies of If, Loop and Scan too, so that each call can have types of its own.
import { attributeGraphs, nodeName } from '#core/graph/graphIndex.ts';
import { functionOf, inlineCalls } from '#core/graph/inline/inlineCalls.ts';
import type { Graph, Model, Node, OpsetImport } from '#core/onnx/model.ts';
import { freshNames } from './freshNames.ts';
import { mapBodies } from './mapSubgraphs.ts';
import { uniqueValues } from './uniqueValues.ts';

/** Functions that call each other in circles through bodies, which no valid ones do, are left as calls. */
const deepest = 16;

/**
 * Every value of the result has a name of its own, and the same model gives the same names. Functions that nothing calls
 * any more are left out.
 */
export function inlineFunctions(model: Model): Model {
  if (model.functions.length === 0) return uniqueValues(model);
  const opsets = new Map(model.opsets.map((opset) => [opset.domain, opset]));
  const inlined = inGraph(model.graph, model, opsets, 0);
  const whole = { ...model, graph: inlined, opsets: [...opsets.values()] };
  return uniqueValues(isCalled(model, inlined.nodes) ? whole : { ...whole, functions: [] });
}

function isCalled(model: Model, nodes: readonly Node[]): boolean {
  return nodes.some(
    (node) =>
      functionOf(model, node) !== undefined ||
      node.attributes.some((attribute) => attributeGraphs(attribute).some((graph) => isCalled(model, graph.nodes))),
  );
}

function inGraph(graph: Graph, model: Model, opsets: Map<string, OpsetImport>, depth: number): Graph {
  if (!isCalled(model, graph.nodes) && !graph.nodes.some(({ attributes }) => attributes.length > 0)) return graph;
  const inlined = withoutClashes({ ...model, graph });
  for (const opset of inlined.opsets) if (!opsets.has(opset.domain)) opsets.set(opset.domain, opset);
  if (depth >= deepest) return inlined.graph;
  const nodes = inlined.graph.nodes.map((node) => mapBodies(node, (body) => inGraph(body, model, opsets, depth + 1)));
  return { ...inlined.graph, nodes };
}

/** What is inside a call is named after it: where two calls have one name, or another value has such a name, calls get new ones. */
function withoutClashes(model: Model): Model {
  const names = freshNames(model);
  let named = model;
  for (let tries = 0; tries <= model.graph.nodes.length; tries++) {
    const { model: inlined } = inlineCalls(named);
    const twice = firstTwice(inlined.graph);
    const place = named.graph.nodes.findLastIndex(
      (node) => twice?.startsWith(`${nodeName(node)}/`) && functionOf(model, node) !== undefined,
    );
    const call = named.graph.nodes[place];
    if (call === undefined) return inlined;
    const renamed = { ...call, name: names(nodeName(call)) };
    named = { ...named, graph: { ...named.graph, nodes: named.graph.nodes.with(place, renamed) } };
  }
  return inlineCalls(named).model;
}

function firstTwice({ inputs, initializers, nodes }: Graph): string | undefined {
  const seen = new Set([...inputs, ...initializers].map(({ name }) => name));
  for (const { outputs } of nodes) {
    for (const output of outputs) {
      if (output !== '' && seen.has(output)) return output;
      seen.add(output);
    }
  }
  return undefined;
}
