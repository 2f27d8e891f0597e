// The walk of shape inference: node by node in running order, into bodies and calls of local functions.
import type { Attribute, Graph, LocalFunction, Model, Node, Tensor, Type, ValueInfo } from '#core/onnx/model.ts';
import { newestOpset } from '#core/onnx/operators.ts';
import { indexGraph, nodeName } from '../graphIndex.ts';
import { declaredType, mergeTypes, withoutImpossibleSizes } from './declaredType.ts';
import { dimensionArithmetic } from './dimension.ts';
import { type Elements, type Fact, shapeOf, staticShape, tensorFact } from './fact.ts';
import { bindAttributes, callInputs, functionGraph } from './functionCall.ts';
import { contradictionOf, type RuleContext } from './rule.ts';
import { ruleOf } from './rules.ts';
import { functionPath, type ShapeConflict, subgraphPath } from './shapeTable.ts';
import { factsFromSchema } from './unknownOperator.ts';

export interface InferenceOptions {
  readonly constants: ReadonlyMap<Tensor, Elements>;
  readonly dimensions: ReadonlyMap<string, number>;
  readonly inputShapes: ReadonlyMap<string, readonly number[]>;
}

export interface InferenceResult {
  readonly graphs: ReadonlyMap<string, ReadonlyMap<string, Fact>>;
  /** From the path of a body to the path of the graph around it, whose values it sees. */
  readonly outer: ReadonlyMap<string, string>;
  readonly conflicts: readonly ShapeConflict[];
}

/** Names visible in a graph: its own, then those of the graphs around it. */
interface Scope {
  readonly path: string;
  readonly facts: Map<string, Fact>;
  readonly declared: ReadonlyMap<string, Type>;
  readonly opsets: ReadonlyMap<string, number>;
  readonly around: Scope | undefined;
  /** The call that the graph belongs to; undefined outside functions. */
  readonly call: Call | undefined;
}

interface Call {
  readonly called: LocalFunction;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly from: Call | undefined;
}

// A function that calls another twice, thirty levels deep, would never end.
const mostInnerNodes = 400_000;
const deepest = 96;

export function inferModel(model: Model, options: InferenceOptions): InferenceResult {
  const graphs = new Map<string, Map<string, Fact>>();
  const outer = new Map<string, string>();
  const conflicts: ShapeConflict[] = [];
  const arithmetic = dimensionArithmetic();
  const orders = new Map<Graph, readonly number[] | Int32Array>();
  const functions = new Map(model.functions.map((each) => [callKey(each.domain, each.name, each.overload), each]));
  const calls = new Map<LocalFunction, Graph>();
  let visited = 0;

  const find = (name: string, scope: Scope | undefined): Fact | undefined => {
    for (let at = scope; at; at = at.around) {
      const fact = at.facts.get(name);
      if (fact) return fact;
    }
    return undefined;
  };

  const inferGraph = (graph: Graph, scope: Scope, depth: number): readonly (Fact | undefined)[] => {
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
    for (const index of order) {
      const node = graph.nodes[index];
      if (node) inferNode(node, scope, depth);
    }
    return graph.outputs.map(({ name }) => find(name, scope));
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
    const inputs = node.inputs.map((name) => (name === '' ? undefined : find(name, scope)));
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
    declared: (output) => ({ type: scope.declared.get(node.outputs[output] ?? '') }),
    constant: (name) => {
      const found = node.attributes.find((attribute) => attribute.name === name);
      return found?.type === 'tensor' ? options.constants.get(found.value) : undefined;
    },
    body: (name) => bodyOf(node, name),
    inferBody: (name, facts, settled) => {
      const body = bodyOf(node, name);
      if (!body || depth >= deepest || visited >= mostInnerNodes) return [];
      const mark = conflicts.length;
      const inner: Scope = {
        ...scope,
        path: subgraphPath(scope.path, nodeName(node), name),
        facts: new Map(),
        declared: declaredTypes([...body.values, ...body.outputs], options.dimensions),
        around: scope,
      };
      body.inputs.forEach((input, index) => {
        const stated = input.type && declaredType(input.type, options.dimensions);
        const type = mergeTypes(facts[index]?.type, stated, () => undefined);
        if (type) inner.facts.set(input.name, { type, elements: facts[index]?.elements });
      });
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

  const { graph } = model;
  const facts = new Map<string, Fact>();
  for (const { name, type } of graph.inputs) {
    const given = options.inputShapes.get(name);
    const declared = type && declaredType(type, options.dimensions);
    const replaced: Type | undefined = declared?.kind === 'tensor' && given ? { ...declared, shape: given } : declared;
    if (replaced) facts.set(name, { type: replaced });
  }
  const declared = declaredTypes([...graph.values, ...graph.outputs], options.dimensions);
  inferGraph(
    graph,
    { path: '', facts, declared, opsets: opsetsOf(model.opsets), around: undefined, call: undefined },
    0,
  );
  return { graphs, outer, conflicts };
}

/** A function that calls itself, directly or through others, is not valid ONNX: its outputs stay unknown. */
function isRunning(called: LocalFunction, from: Call | undefined): boolean {
  for (let at = from; at; at = at.from) if (at.called === called) return true;
  return false;
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

function callKey(domain: string, name: string, overload: string): string {
  return `${domain}\n${name}\n${overload}`;
}

function opsetsOf(opsets: Model['opsets']): Map<string, number> {
  return new Map(opsets.map(({ domain, version }) => [domain, version]));
}

function declaredTypes(values: readonly ValueInfo[], dimensions: ReadonlyMap<string, number>): Map<string, Type> {
  const types = new Map<string, Type>();
  for (const { name, type } of values) if (type) types.set(name, declaredType(type, dimensions));
  return types;
}
