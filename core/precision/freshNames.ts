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
  return (base) => {
    let name = base;
    for (let count = 1; used.has(name); count++) name = `${base}_${count}`;
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
