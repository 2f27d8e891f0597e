// Finds the graph that a scope means: the model's own, a body of If, Loop or Scan, or a local function's.
import { nodeName } from '#core/graph/graphIndex.ts';
import { functionOf } from '#core/graph/inline/inlineCalls.ts';
import { functionPath, subgraphPath } from '#core/graph/shapes/shapeTable.ts';
import type { Graph, LocalFunction, Model, Node, OpsetImport } from '#core/onnx/model.ts';
import type { Crumb, Scope, Step } from '../scene.ts';

export interface OpenScope {
  readonly model: Model;
  readonly scope: Scope;
  readonly graph: Graph;
  /** The path by which shape inference names the graph. */
  readonly path: string;
  readonly opsets: readonly OpsetImport[];
  readonly crumbs: readonly Crumb[];
}

/** Throws where a step names nothing: scopes come from `insideOf`. */
export function openScope(model: Model, name: string, scope: Scope): OpenScope {
  let open: OpenScope = {
    model,
    scope: [],
    graph: model.graph,
    path: '',
    opsets: model.opsets,
    crumbs: [{ scope: [], title: name }],
  };
  for (const [depth, step] of scope.entries()) {
    const node = open.graph.nodes[step.node];
    const inner = node && innerGraph(model, node, step);
    if (!node || !inner)
      throw new Error(`The graph has no part '${step.attribute ?? 'function'}' at node ${step.node}.`);
    const own = nodeName(node);
    const reached = scope.slice(0, depth + 1);
    const title = step.attribute === null ? node.opType : `${node.opType} ${own} · ${partName(node, step)}`;
    open = {
      model,
      scope: reached,
      graph: inner.graph,
      path: step.attribute === null ? functionPath(open.path, own) : subgraphPath(open.path, own, step.attribute),
      opsets: inner.opsets ?? open.opsets,
      crumbs: [...open.crumbs, { scope: reached, title }],
    };
  }
  return open;
}

/** The graphs inside a node, each as the step that leads there. */
export function insideOf(model: Model, node: Node, place: number): readonly Step[] {
  const bodies = node.attributes.flatMap((attribute): Step[] => {
    if (attribute.type === 'graph') return [{ node: place, attribute: attribute.name, place: 0 }];
    if (attribute.type !== 'graphs') return [];
    return attribute.value.map((_, index) => ({ node: place, attribute: attribute.name, place: index }));
  });
  return functionOf(model, node) ? [...bodies, { node: place, attribute: null, place: 0 }] : bodies;
}

/** "then_branch", "body 2", "function". */
export function partName(node: Node, step: Step): string {
  if (step.attribute === null) return 'function';
  const several = node.attributes.some(({ name, type }) => name === step.attribute && type === 'graphs');
  return several ? `${step.attribute} ${step.place + 1}` : step.attribute;
}

function innerGraph(
  model: Model,
  node: Node,
  step: Step,
): { readonly graph: Graph; readonly opsets?: readonly OpsetImport[] } | undefined {
  if (step.attribute === null) {
    const called = functionOf(model, node);
    return called && { graph: functionGraph(called), opsets: called.opsets };
  }
  const attribute = node.attributes.find(({ name }) => name === step.attribute);
  if (attribute?.type === 'graph') return { graph: attribute.value };
  const graph = attribute?.type === 'graphs' ? attribute.value[step.place] : undefined;
  return graph && { graph };
}

function functionGraph(called: LocalFunction): Graph {
  const untyped = (name: string) => ({ name, type: undefined, docString: '', metadata: [] });
  return {
    name: called.name,
    docString: called.docString,
    nodes: called.nodes,
    initializers: [],
    sparseInitializers: [],
    inputs: called.inputs.map(untyped),
    outputs: called.outputs.map(untyped),
    values: called.values,
    quantization: [],
    metadata: called.metadata,
  };
}
