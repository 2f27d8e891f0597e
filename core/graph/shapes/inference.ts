// The walk of shape inference: node by node in running order, into bodies and calls of local functions.
import type { Graph, LocalFunction, Model, Node, Tensor } from '#core/onnx/model.ts';
import { newestOpset } from '#core/onnx/operators.ts';
import { indexGraph, nodeName } from '../graphIndex.ts';
import { mergeTypes, withoutImpossibleSizes } from './declaredType.ts';
import { dimensionArithmetic } from './dimension.ts';
import { type Elements, type Fact, shapeOf, staticShape, tensorFact } from './fact.ts';
import { bindAttributes, callInputs, functionGraph } from './functionCall.ts';
import { contradictionOf, type RuleContext } from './rule.ts';
import { ruleOf } from './rules.ts';
import { bodyScope, callKey, declaredTypes, findFact, isRunning, mainScope, opsetsOf, type Scope } from './scope.ts';
import { functionPath, type ShapeConflict, subgraphPath } from './shapeTable.ts';
import { factsFromSchema } from './unknownOperator.ts';

export interface InferenceOptions {
  readonly constants: ReadonlyMap<Tensor, Elements>;
  readonly dimensions: ReadonlyMap<string, number>;
  readonly inputShapes: ReadonlyMap<string, readonly number[]>;
  /** Awaited now and then between two nodes of the main graph. */
  readonly pause: (() => Promise<void>) | undefined;
}

export interface InferenceResult {
  readonly graphs: ReadonlyMap<string, ReadonlyMap<string, Fact>>;
  /** From the path of a body to the path of the graph around it, whose values it sees. */
  readonly outer: ReadonlyMap<string, string>;
  readonly conflicts: readonly ShapeConflict[];
}

// A function that calls another twice, thirty levels deep, would never end.
const mostInnerNodes = 400_000;
const deepest = 96;

/** Nodes that are inferred from one pause to the next: a few milliseconds' work. */
const stride = 256;

export async function inferModel(model: Model, options: InferenceOptions): Promise<InferenceResult> {
  const graphs = new Map<string, Map<string, Fact>>();
  const outer = new Map<string, string>();
  const conflicts: ShapeConflict[] = [];
  const arithmetic = dimensionArithmetic();
  const orders = new Map<Graph, readonly number[] | Int32Array>();
  const functions = new Map(model.functions.map((each) => [callKey(each.domain, each.name, each.overload), each]));
  const calls = new Map<LocalFunction, Graph>();
  let visited = 0;

  /** Puts down what is known before any node; gives the order in which nodes run. */
  const begin = (graph: Graph, scope: Scope): readonly number[] | Int32Array => {
    graphs.set(scope.path, scope.facts);
    if (scope.around) outer.set(scope.path, scope.around.path);
    for (const tensor of graph.initializers) {
      scope.facts.set(tensor.name, tensorFact(tensor.dataType, tensor.dims, options.constants.get(tensor)));
    }
    for (const { values, dims } of graph.sparseInitializers) {
      scope.facts.set(values.name, { type: { kind: 'sparseTensor', elementType: values.dataType, shape: dims } });
    }
    let order = orders.get(graph);
    if (!order) {
      order = indexGraph(graph).topologicalOrder ?? graph.nodes.map((_, index) => index);
      orders.set(graph, order);
    }
    return order;
  };

  const inferGraph = (graph: Graph, scope: Scope, depth: number): readonly (Fact | undefined)[] => {
    for (const index of begin(graph, scope)) {
      const node = graph.nodes[index];
      if (node) inferNode(node, scope, depth);
    }
    return graph.outputs.map(({ name }) => findFact(name, scope));
  };

  const inferNode = (written: Node, scope: Scope, depth: number): void => {
    if (depth > 0) visited++;
    const node = scope.call ? bindAttributes(written, scope.call.attributes) : written;
    const report = (kind: ShapeConflict['kind'], value: string, message: string) =>
      conflicts.push({ kind, path: scope.path, node: nodeName(node), value, message });
    let facts: readonly (Fact | undefined)[] = [];
    try {
      facts = factsOf(node, scope, depth);
    } catch (error) {
      const clause = contradictionOf(error);
      if (clause === undefined) throw error;
      report('inputs', '', clause);
    }
    node.outputs.forEach((name, index) => {
      if (name === '') return;
      const fact = facts[index];
      const computed = fact?.type && withoutImpossibleSizes(fact.type, (clause) => report('size', name, clause));
      const type = mergeTypes(computed, scope.declared.get(name), (clause) => report('declared', name, clause));
      if (type) scope.facts.set(name, complete({ type, elements: fact?.elements }));
      else scope.facts.delete(name);
    });
  };

  const factsOf = (node: Node, scope: Scope, depth: number): readonly (Fact | undefined)[] => {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : findFact(name, scope)));
    const opset = scope.opsets.get(node.domain) ?? newestOpset(node.domain) ?? 1;
    const rule = ruleOf(node.domain, node.opType);
    if (rule) return rule(contextOf(node, inputs, opset, scope, depth));
    const called = functions.get(callKey(node.domain, node.opType, node.overload));
    if (called && depth < deepest && visited < mostInnerNodes && !isRunning(called, scope.call)) {
      return call(called, node, inputs, scope, depth);
    }
    return factsFromSchema(node, opset, inputs);
  };

  const contextOf = (
    node: Node,
    inputs: readonly (Fact | undefined)[],
    opset: number,
    scope: Scope,
    depth: number,
  ): RuleContext => ({
    node,
    opset,
    inputs,
    arithmetic,
    constant: (name) => {
      const found = node.attributes.find((attribute) => attribute.name === name);
      return found?.type === 'tensor' ? options.constants.get(found.value) : undefined;
    },
    body: (name) => bodyOf(node, name),
    inferBody: (name, facts, settled) => {
      const body = bodyOf(node, name);
      if (!body || depth >= deepest || visited >= mostInnerNodes) return [];
      const mark = conflicts.length;
      const inner = bodyScope(body, subgraphPath(scope.path, nodeName(node), name), scope, facts, options.dimensions);
      const results = inferGraph(body, inner, depth + 1);
      if (!settled) conflicts.length = mark;
      return results;
    },
  });

  const call = (
    called: LocalFunction,
    node: Node,
    inputs: readonly (Fact | undefined)[],
    scope: Scope,
    depth: number,
  ): readonly (Fact | undefined)[] => {
    const graph = calls.get(called) ?? functionGraph(called);
    calls.set(called, graph);
    return inferGraph(
      graph,
      {
        path: functionPath(scope.path, nodeName(node)),
        facts: callInputs(called, inputs),
        declared: declaredTypes(called.values, options.dimensions),
        opsets: new Map([...scope.opsets, ...opsetsOf(called.opsets)]),
        around: undefined,
        call: {
          called,
          attributes: new Map([...called.attributeDefaults, ...node.attributes].map((each) => [each.name, each])),
          from: scope.call,
        },
      },
      depth + 1,
    );
  };

  const main = mainScope(model, options.dimensions, options.inputShapes);
  for (const [turn, index] of begin(model.graph, main).entries()) {
    const node = model.graph.nodes[index];
    if (node) inferNode(node, main, 0);
    if (turn % stride === stride - 1) await options.pause?.();
  }
  return { graphs, outer, conflicts };
}

/** A tensor of known shape without elements, or elements that still fit the shape. */
function complete(fact: Fact): Fact {
  const shape = staticShape(shapeOf(fact));
  const fits = shape && fact.elements?.dims.length === shape.length;
  return fits ? fact : { type: fact.type };
}

function bodyOf(node: Node, name: string): Graph | undefined {
  const found = node.attributes.find((attribute) => attribute.name === name);
  return found?.type === 'graph' ? found.value : undefined;
}
