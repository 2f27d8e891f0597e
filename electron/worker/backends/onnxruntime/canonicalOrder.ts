// An order of nodes that follows from the graph's structure alone, whatever order and names a writer chose.
import { attributeGraphs, capturedValues } from '#core/graph/graphIndex.ts';
import type { Attribute, Graph, Node } from '#core/onnx/model.ts';

/**
 * Nodes depth first from the outputs backwards, inputs before what reads them; initializers in the order of their first
 * use; attributes by name. Bodies of control flow likewise. What no output depends on comes last, as the file has it.
 */
export function canonicalOrder(graph: Graph): Graph {
  const nodes = graph.nodes.map(withCanonicalBodies);
  const producers = new Map<string, number>();
  nodes.forEach((node, index) => {
    for (const output of node.outputs) if (output !== '') producers.set(output, index);
  });
  const sources = (node: Node) => [...node.inputs, ...capturedValues(node)];
  const order: Node[] = [];
  const state = new Uint8Array(nodes.length);
  const visit = (root: number) => {
    const stack = [root];
    while (stack.length > 0) {
      const index = stack.at(-1) as number;
      const node = nodes[index] as Node;
      if (state[index] === 0) {
        state[index] = 1;
        const before = sources(node).flatMap((name) => producers.get(name) ?? []);
        stack.push(...before.reverse().filter((other) => state[other] === 0));
      } else {
        stack.pop();
        if (state[index] === 1) order.push(node);
        state[index] = 2;
      }
    }
  };
  for (const { name } of graph.outputs) {
    const producer = producers.get(name);
    if (producer !== undefined && state[producer] === 0) visit(producer);
  }
  for (const index of nodes.keys()) if (state[index] === 0) visit(index);

  const used = new Map<string, number>();
  const use = (name: string) => used.has(name) || used.set(name, used.size);
  for (const node of order) sources(node).forEach(use);
  const rank = (name: string) => used.get(name) ?? used.size;
  return {
    ...graph,
    nodes: order,
    initializers: [...graph.initializers].sort((a, b) => rank(a.name) - rank(b.name)),
    values: byName(graph.values),
    metadata: byKey(graph.metadata),
  };
}

function withCanonicalBodies(node: Node): Node {
  const attributes = node.attributes.map((attribute): Attribute => {
    if (attributeGraphs(attribute).length === 0) return attribute;
    if (attribute.type === 'graph') return { ...attribute, value: canonicalOrder(attribute.value) };
    if (attribute.type === 'graphs') return { ...attribute, value: attribute.value.map(canonicalOrder) };
    return attribute;
  });
  return { ...node, attributes: byName(attributes), metadata: byKey(node.metadata) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function byName<T extends { readonly name: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => compare(a.name, b.name));
}

export function byKey<T extends { readonly key: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => compare(a.key, b.key));
}
