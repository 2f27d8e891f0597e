// A model with its calls of local functions replaced by what these hold, so that a call can be opened where it stands.
import { attributeGraphs, nodeName } from '#core/graph/graphIndex.ts';
import { bindAttributes } from '#core/graph/shapes/functionCall.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import type { Attribute, Graph, LocalFunction, Model, Node } from '#core/onnx/model.ts';

export interface InlinedModel {
  readonly model: Model;
  /** For each node of the main graph the calls that it came out of, the outermost first: `Attention (layer0)`. */
  readonly calls: readonly (readonly string[])[];
}

/** A model whose functions call each other in circles, which no valid one does, keeps the innermost calls. */
const deepest = 16;

/**
 * Names inside a call have the call's own name before them: `layer0/MatMul`. Calls in the bodies of If, Loop and Scan
 * stay as they are. Nothing is computed; the new graph does what the old one does.
 */
export function inlineCalls(model: Model): InlinedModel {
  const nodes: Node[] = [];
  const calls: (readonly string[])[] = [];
  const put = (node: Node, around: readonly string[]): void => {
    const called = around.length < deepest ? functionOf(model, node) : undefined;
    if (!called) {
      nodes.push(node);
      calls.push(around);
      return;
    }
    const label = `${called.name} (${nodeName(node)})`;
    for (const inner of bodyOf(called, node)) put(inner, [...around, label]);
  };
  for (const node of model.graph.nodes) put(node, []);
  const domains = new Set(model.opsets.map(({ domain }) => domain));
  const more = model.functions.flatMap(({ opsets }) => opsets).filter(({ domain }) => !domains.has(domain));
  const added = new Map(more.map((opset) => [opset.domain, opset]));
  return { model: { ...model, graph: { ...model.graph, nodes }, opsets: [...model.opsets, ...added.values()] }, calls };
}

/** The function that a node calls; undefined for an operator. */
export function functionOf({ functions }: Model, { opType, domain, overload }: Node): LocalFunction | undefined {
  return functions.find((one) => one.name === opType && one.domain === domain && one.overload === overload);
}

function bodyOf(called: LocalFunction, call: Node): readonly Node[] {
  const prefix = nodeName(call);
  const names = new Map<string, string>([['', '']]);
  for (const [place, name] of called.inputs.entries()) names.set(name, call.inputs[place] ?? '');
  const given = new Set(called.inputs);
  const passed: Node[] = [];
  called.outputs.forEach((name, place) => {
    const output = call.outputs[place];
    if (!output) return;
    if (!given.has(name)) names.set(name, output);
    else passed.push(makeNode({ opType: 'Identity', name: `${prefix}/${name}`, inputs: [name], outputs: [output] }));
  });
  for (const name of definedBy(called.nodes)) if (!names.has(name)) names.set(name, `${prefix}/${name}`);
  const attributes = new Map<string, Attribute>();
  for (const attribute of [...called.attributeDefaults, ...call.attributes]) attributes.set(attribute.name, attribute);
  const nodes = called.nodes.map((node) => {
    const named = { ...node, name: `${prefix}/${nodeName(node)}` };
    return renamed(bindAttributes(named, attributes), names);
  });
  // What is given on unchanged is written by no node of the function.
  return [...nodes, ...passed.map((node) => ({ ...node, inputs: node.inputs.map((name) => names.get(name) ?? name) }))];
}

/** All that the nodes write and their bodies define. */
function* definedBy(nodes: readonly Node[]): Iterable<string> {
  for (const { outputs, attributes } of nodes) {
    yield* outputs;
    for (const graph of attributes.flatMap(attributeGraphs)) {
      for (const { name } of [...graph.inputs, ...graph.initializers]) yield name;
      yield* definedBy(graph.nodes);
    }
  }
}

function renamed(node: Node, names: ReadonlyMap<string, string>): Node {
  const to = (name: string) => names.get(name) ?? name;
  const bodies = node.attributes.some((attribute) => attributeGraphs(attribute).length > 0);
  return {
    ...node,
    inputs: node.inputs.map(to),
    outputs: node.outputs.map(to),
    attributes: bodies ? node.attributes.map((attribute) => inAttribute(attribute, names)) : node.attributes,
  };
}

function inAttribute(attribute: Attribute, names: ReadonlyMap<string, string>): Attribute {
  if (attribute.type === 'graph') return { ...attribute, value: inBody(attribute.value, names) };
  if (attribute.type !== 'graphs') return attribute;
  return { ...attribute, value: attribute.value.map((graph) => inBody(graph, names)) };
}

/** A body reads names of the function around it, and its own may be in use where the function is called. */
function inBody(graph: Graph, names: ReadonlyMap<string, string>): Graph {
  const named = <Named extends { readonly name: string }>(one: Named): Named => ({
    ...one,
    name: names.get(one.name) ?? one.name,
  });
  return {
    ...graph,
    inputs: graph.inputs.map(named),
    outputs: graph.outputs.map(named),
    values: graph.values.map(named),
    initializers: graph.initializers.map(named),
    nodes: graph.nodes.map((node) => renamed(node, names)),
  };
}
