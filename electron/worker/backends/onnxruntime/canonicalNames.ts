// Names for what ONNX Runtime's optimizer made up, counted in the order of the graph and not in that of its hash tables.
import { attributeGraphs } from '#core/graph/graphIndex.ts';
import type { Graph, Node, Tensor, ValueInfo } from '#core/onnx/model.ts';

/** The optimizer calls its first value `reorder` and the next ones `reorder_token_1`, `reorder_token_2`, … */
const made = /^(.*)_token_\d+$/;

/**
 * Renumbers such names, of values and of nodes, in the order in which nodes stand. The graph's own inputs and outputs
 * keep theirs.
 */
export function canonicalNames(graph: Graph): Graph {
  const kept = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const values: string[] = [];
  const nodes: string[] = [];
  collect(graph, values, nodes);
  const value = renaming(values, kept);
  const node = renaming(nodes, new Set());
  return rename(graph, value, node);
}

function collect(graph: Graph, values: string[], nodes: string[]): void {
  for (const node of graph.nodes) {
    nodes.push(node.name);
    values.push(...node.inputs, ...node.outputs);
    for (const body of node.attributes.flatMap(attributeGraphs)) collect(body, values, nodes);
  }
  values.push(...graph.initializers.map(({ name }) => name), ...graph.values.map(({ name }) => name));
}

/** A name is made up where it has a counter, or where others with a counter go back to it. */
function renaming(names: readonly string[], kept: ReadonlySet<string>): (name: string) => string {
  const bases = new Set(names.flatMap((name) => made.exec(name)?.[1] ?? []));
  const taken = new Set([...kept, ...names.filter((name) => !bases.has(name) && !made.test(name))]);
  const counts = new Map<string, number>();
  const renamed = new Map<string, string>();
  for (const name of names) {
    const base = made.exec(name)?.[1] ?? (bases.has(name) ? name : undefined);
    if (base === undefined || name === '' || renamed.has(name) || kept.has(name)) continue;
    let fresh: string;
    do {
      const count = counts.get(base) ?? 0;
      counts.set(base, count + 1);
      fresh = `${base}_${count}`;
    } while (taken.has(fresh));
    taken.add(fresh);
    renamed.set(name, fresh);
  }
  return (name) => renamed.get(name) ?? name;
}

function rename(graph: Graph, value: (name: string) => string, node: (name: string) => string): Graph {
  const tensor = (one: Tensor): Tensor => ({ ...one, name: value(one.name) });
  const info = (one: ValueInfo): ValueInfo => ({ ...one, name: value(one.name) });
  const body = (one: Graph) => rename(one, value, node);
  return {
    ...graph,
    nodes: graph.nodes.map(
      (one): Node => ({
        ...one,
        name: node(one.name),
        inputs: one.inputs.map(value),
        outputs: one.outputs.map(value),
        attributes: one.attributes.map((attribute) => {
          if (attribute.type === 'graph') return { ...attribute, value: body(attribute.value) };
          return attribute.type === 'graphs' ? { ...attribute, value: attribute.value.map(body) } : attribute;
        }),
      }),
    ),
    initializers: graph.initializers.map(tensor),
    sparseInitializers: graph.sparseInitializers.map((one) => ({ ...one, values: tensor(one.values) })),
    inputs: graph.inputs.map(info),
    outputs: graph.outputs.map(info),
    values: graph.values.map(info),
    quantization: graph.quantization.map((one) => ({ ...one, tensorName: value(one.tensorName) })),
  };
}
