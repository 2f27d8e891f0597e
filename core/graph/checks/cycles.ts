// Nodes that wait for each other, and nodes that stand before what they read.
import { nodeName } from '../graphIndex.ts';
import type { CheckContext, Finding } from './checkedGraphs.ts';

// A person follows a short cycle; of a long one the ends are enough.
const shown = 8;

export function* checkCycles({ graphs }: CheckContext): Iterable<Finding> {
  for (const { graph, index } of graphs) {
    if (index.cycle) {
      const names = index.cycle.map((at) => graph.nodes[at]).flatMap((node) => (node ? [nodeName(node)] : []));
      const listed = names.length > shown ? [...names.slice(0, shown - 1), '…', ...names.slice(-1)] : names;
      yield {
        severity: 'error',
        node: names[0] ?? null,
        message: `The nodes ${[...listed, names[0]].join(' → ')} wait for each other's results`,
        next: 'Export the model again: a loop is written as a Loop or Scan node, never as a cycle.',
      };
      continue;
    }
    const late = graph.nodes.findIndex((_, at) => index.predecessors(at).some((before) => before >= at));
    const node = graph.nodes[late];
    if (node) {
      yield {
        severity: 'info',
        node: nodeName(node),
        message: `The node '${nodeName(node)}' stands in the file before a node that it reads from`,
        next: 'Nothing for building: Lathe sorts the nodes. Other tools may refuse the file.',
      };
    }
  }
}
