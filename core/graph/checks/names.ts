// Node names that are missing or stand twice: layer times and recipes name nodes.
import { nodeName } from '../graphIndex.ts';
import type { CheckContext, Finding } from './checkedGraphs.ts';

export function* checkNames({ graphs }: CheckContext): Iterable<Finding> {
  let nameless = 0;
  for (const { graph } of graphs) {
    const seen = new Set<string>();
    for (const node of graph.nodes) {
      const name = nodeName(node);
      if (node.name === '') nameless++;
      if (seen.has(name)) {
        yield {
          severity: 'warning',
          kind: 'name',
          node: name,
          message: `The node name '${name}' stands in the graph '${graph.name}' more than once`,
          next: 'Export the model with distinct names: times of layers and recipes that name this node mean the first.',
        };
      }
      seen.add(name);
    }
  }
  if (nameless > 0) {
    yield {
      severity: 'info',
      node: null,
      message: `${nameless === 1 ? '1 node has' : `${nameless} nodes have`} no name`,
      next: 'Nothing: Lathe calls such a node node_of_ and the name of its first output.',
    };
  }
}
