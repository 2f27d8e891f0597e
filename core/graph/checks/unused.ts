// Weights that nobody reads and nodes whose results lead nowhere.
import { nodeName } from '../graphIndex.ts';
import type { CheckContext, CheckedGraph, Finding } from './checkedGraphs.ts';

export function* checkUnused({ graphs }: CheckContext): Iterable<Finding> {
  for (const checked of graphs) {
    yield* idleNodes(checked);
    yield* idleInitializers(checked);
  }
}

/** Nodes from which no output of the graph can be reached. */
function* idleNodes({ graph, index }: CheckedGraph): Iterable<Finding> {
  const needed = new Uint8Array(graph.nodes.length);
  const open: number[] = [];
  const need = (at: number | undefined) => {
    if (at === undefined || needed[at] === 1) return;
    needed[at] = 1;
    open.push(at);
  };
  for (const { name } of graph.outputs) need(index.producer(name));
  for (let at = open.pop(); at !== undefined; at = open.pop()) index.predecessors(at).forEach(need);
  const idle = graph.nodes.filter((_, at) => needed[at] === 0);
  if (idle.length === 0 || graph.outputs.length === 0) return;
  const names = idle
    .slice(0, 3)
    .map((node) => `'${nodeName(node)}'`)
    .join(', ');
  const rest = idle.length > 3 ? ` and ${idle.length - 3} more` : '';
  yield {
    severity: 'info',
    node: idle[0] ? nodeName(idle[0]) : null,
    message: `No output depends on the ${idle.length === 1 ? 'node' : 'nodes'} ${names}${rest}`,
    next: 'Nothing: engines leave out such nodes. If one should matter, make its result an output.',
  };
}

function* idleInitializers({ graph, index }: CheckedGraph): Iterable<Finding> {
  const idle = graph.initializers.filter(({ name }) => index.consumers(name).length === 0 && !index.outputs.has(name));
  if (idle.length === 0) return;
  const names = idle
    .slice(0, 3)
    .map(({ name }) => `'${name}'`)
    .join(', ');
  const rest = idle.length > 3 ? ` and ${idle.length - 3} more` : '';
  yield {
    severity: 'info',
    node: null,
    message: `No node reads the ${idle.length === 1 ? 'initializer' : 'initializers'} ${names}${rest}`,
    next: 'Nothing: engines leave out such weights, and the file would be smaller without them.',
  };
}
