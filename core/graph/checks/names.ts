// Node names that are missing or stand twice: layer times and recipes name nodes.
import type { CheckContext, Finding } from './checkedGraphs.ts';

export function* checkNames({ graphs, target }: CheckContext): Iterable<Finding> {
  let nameless = 0;
  for (const { graph } of graphs) {
    const seen = new Set<string>();
    for (const { name } of graph.nodes) {
      if (name === '') nameless++;
      else if (seen.has(name)) {
        const refused = target.backend === 'onnxruntime';
        yield {
          severity: refused ? 'error' : 'warning',
          kind: 'name',
          node: name,
          message: `The node name '${name}' stands in the graph '${graph.name}' more than once${refused ? `, which ${target.text} refuses` : ''}`,
          next: 'Export the model with distinct names: recipes and times of layers go by them.',
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
