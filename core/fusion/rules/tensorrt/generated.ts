// Kernels that Myelin generates for what lies between matrix products: pointwise, rows reduced, data moved.
import type { Apart, GraphRule, Match } from '../../rule.ts';
import { createKernels, type Kernels } from '../../tensorrt/kernels.ts';
import { type OperatorClass, operatorClass } from '../../tensorrt/operatorClass.ts';
import { myelinNodes } from '../../tensorrt/regions.ts';
import type { FusionView } from '../../view.ts';

const generatable: ReadonlySet<OperatorClass> = new Set(['pointwise', 'reduction', 'move']);

export const generatedRule: GraphRule = {
  name: 'generated kernel',
  source: 'kernels of type kgen in engines of TensorRT 10.6; developer guide, reduction and pointwise fusions',
  matchAll(view, stopped) {
    const mine = myelinNodes(view);
    const kernels = createKernels(view);
    for (const node of Array.from(view.order)) {
      const own = mine[node] === 1 && !view.claimed(node) && generatable.has(operatorClass(view, node));
      if (own) join(view, kernels, node, stopped);
      else kernels.stand(node);
    }
    return kernels.groups().flatMap((nodes): Match[] => (nodes.length > 1 ? [described(view, nodes)] : []));
  },
};

/** Joins the node with the kernels that it reads from, as far as no kernel would then wait for itself. */
function join(view: FusionView, kernels: Kernels, node: number, stopped: (apart: Apart) => void): void {
  const before = kernels.before(node);
  const wanted = before.filter((kernel) => {
    const reason = kernels.isOpen(kernel) ? obstacle(view, kernels.nodes(kernel), node) : undefined;
    const last = kernels.nodes(kernel).at(-1);
    if (reason !== undefined && last !== undefined) stopped({ nodes: [last, node], reason });
    return kernels.isOpen(kernel) && reason === undefined;
  });
  kernels.add(node, wanted);
}

/** What keeps a node out of a kernel that it reads from; undefined where nothing does. */
function obstacle(view: FusionView, kernel: readonly number[], node: number): string | undefined {
  const reduced = kernel.filter((member) => operatorClass(view, member) === 'reduction');
  if (reduced.length === 0) return undefined;
  const name = view.name(node);
  const first = reduced[0] ?? node;
  if (operatorClass(view, node) === 'reduction' && rowLength(view, first) !== rowLength(view, node))
    return `${name} begins a kernel of its own: it reduces rows of another length than ${view.name(first)}.`;
  return undefined;
}

function rowLength(view: FusionView, node: number): string {
  return String(view.shape(view.input(node, 0))?.at(-1));
}

function described(view: FusionView, nodes: readonly number[]): Match {
  const classes = nodes.map((node) => operatorClass(view, node));
  const operators = nodes.map((node) => view.operator(node));
  const [kind, why] = nodes.some(
    (node) => operatorClass(view, node) === 'reduction' && view.operator(node).endsWith('Normalization'),
  )
    ? ['layer-normalization', 'each row is normalized in the pass that reads it']
    : operators.includes('Softmax')
      ? ['softmax', 'each row is read once for its maximum, its sum and its quotient']
      : classes.includes('reduction')
        ? ['reduction', 'each row is reduced in the pass that reads it']
        : classes.every((name) => name === 'move')
          ? ['copy', 'one pass moves the data to its place']
          : ['pointwise', 'nothing between them is written'];
  return { kind, nodes, reason: `One generated kernel of ${nodes.length} nodes: ${why}.` };
}
