// Shapes that contradict each other: what shape inference noticed on its way.
import type { CheckContext, Finding } from './checkedGraphs.ts';

export function* checkShapes({ shapes }: CheckContext): Iterable<Finding> {
  for (const { kind, node, value, message } of shapes.conflicts) {
    if (kind === 'declared') {
      yield {
        severity: 'warning',
        kind: 'declared shape',
        node,
        message: `The value '${value}' of node '${node}' ${message}`,
        next: 'Export the model again, or delete its declared shapes: Lathe goes by what it computed.',
      };
    } else {
      yield {
        severity: 'error',
        node,
        message: `The node '${node}' cannot run: ${kind === 'size' ? `'${value}' ` : ''}${message}`,
        next: 'Look at the shapes of its inputs in the graph, and export the model again with inputs that fit.',
      };
    }
  }
}
