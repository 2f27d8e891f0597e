// A model in which no two values have the same name, bodies of If, Loop and Scan included, so that a name tells a value.
import type { Graph, Model, Node, Tensor } from '#core/onnx/model.ts';
import { type FreshName, freshNames } from './freshNames.ts';
import { hasBodies, mapBodies } from './mapSubgraphs.ts';
import { renameReads } from './renameReads.ts';

/**
 * Branches beside each other may use a name twice, and a function that was put where it is called may hide one. The first
 * in file order keeps its name, those of the main graph before all; others get a number. Nothing else changes.
 */
export function uniqueValues(model: Model): Model {
  return insideOthers(model, new Set(definedIn(model.graph))).model;
}

/** The model with these values of its bodies under new names, so that theirs are free; the names by the old ones. */
export function movedAside(
  model: Model,
  values: readonly string[],
): { readonly model: Model; readonly names: ReadonlyMap<string, string> } {
  return insideOthers(model, new Set(values));
}

function insideOthers(model: Model, taken: Set<string>) {
  if (!model.graph.nodes.some(hasBodies)) return { model, names: new Map<string, string>() };
  const run: Renaming = { taken, fresh: freshNames(model), names: new Map() };
  const nodes = model.graph.nodes.map((node) => uniqueInside(node, run));
  return { model: run.names.size === 0 ? model : { ...model, graph: { ...model.graph, nodes } }, names: run.names };
}

interface Renaming {
  readonly taken: Set<string>;
  readonly fresh: FreshName;
  /** All that was renamed. */
  readonly names: Map<string, string>;
}

function uniqueInside(node: Node, run: Renaming): Node {
  return mapBodies(node, (body) => {
    const renamed = withNames(body, run);
    const nodes = renamed.nodes.map((inner) => uniqueInside(inner, run));
    return nodes.every((inner, place) => inner === renamed.nodes[place]) ? renamed : { ...renamed, nodes };
  });
}

/** The values that a graph itself defines, each once. */
export function definedIn(graph: Graph): readonly string[] {
  const found = new Set<string>();
  for (const { name } of [...graph.inputs, ...graph.initializers]) found.add(name);
  for (const { values } of graph.sparseInitializers) found.add(values.name);
  for (const { outputs } of graph.nodes) for (const output of outputs) found.add(output);
  found.delete('');
  return [...found];
}

function withNames(body: Graph, { taken, fresh, names: all }: Renaming): Graph {
  const names = new Map<string, string>();
  for (const name of definedIn(body)) {
    const own = taken.has(name) ? fresh(name) : name;
    if (own !== name) {
      names.set(name, own);
      all.set(name, own);
    }
    taken.add(own);
  }
  if (names.size === 0) return body;
  const to = (name: string) => names.get(name) ?? name;
  const tensor = (one: Tensor) => ({ ...one, name: to(one.name) });
  const named = <Named extends { readonly name: string }>(one: Named): Named => ({ ...one, name: to(one.name) });
  return {
    ...body,
    inputs: body.inputs.map(named),
    outputs: body.outputs.map(named),
    values: body.values.map(named),
    initializers: body.initializers.map(tensor),
    sparseInitializers: body.sparseInitializers.map((sparse) => ({ ...sparse, values: tensor(sparse.values) })),
    quantization: body.quantization.map((one) => ({ ...one, tensorName: to(one.tensorName) })),
    nodes: body.nodes.map((node) => ({ ...renameReads(node, names), outputs: node.outputs.map(to) })),
  };
}
