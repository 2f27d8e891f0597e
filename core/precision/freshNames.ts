// Names for what a rewrite adds, never one that the model uses already.
import { subgraphs } from '#core/onnx/attribute.ts';
import type { Graph, Model, Node } from '#core/onnx/model.ts';

/** Takes a name for good: the base itself where it is free, else with the smallest number that makes it new. */
export type FreshName = (base: string) => string;

/**
 * Knows every name of values and nodes in a model, its subgraphs and functions included, because a name inside a
 * subgraph must not hide one outside it. The same model and calls give the same names.
 */
export function freshNames(model: Model): FreshName {
  const used = new Set<string>();
  collectGraph(model.graph, used);
  for (const local of model.functions) {
    for (const name of [...local.inputs, ...local.outputs]) used.add(name);
    for (const node of local.nodes) collectNode(node, used);
  }
  // Names are never given back, so that all before the last one of a base stay taken.
  const last = new Map<string, number>();
  return (base) => {
    let name = base;
    let count = last.get(base) ?? 0;
    while (used.has(name)) name = `${base}_${++count}`;
    if (count > 0) last.set(base, count);
    used.add(name);
    return name;
  };
}

function collectGraph(graph: Graph, used: Set<string>): void {
  for (const { name } of [...graph.inputs, ...graph.outputs, ...graph.initializers]) used.add(name);
  for (const { values } of graph.sparseInitializers) used.add(values.name);
  for (const node of graph.nodes) collectNode(node, used);
}

function collectNode(node: Node, used: Set<string>): void {
  used.add(node.name);
  for (const output of node.outputs) used.add(output);
  for (const { graph } of subgraphs(node)) collectGraph(graph, used);
}
