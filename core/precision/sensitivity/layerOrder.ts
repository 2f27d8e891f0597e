// The nodes of a graph in an order that keeps each layer together with the activation that runs in its kernel.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { Constants } from '../constants.ts';

const activations = new Set(['Relu', 'Clip', 'Add']);

/**
 * A topological order in which an activation or bias that alone reads a value, and needs nothing else that is computed,
 * comes right after the node that makes it.
 *
 * @throws RangeError where the graph has a cycle.
 */
export function layerOrder(graph: Graph, index: GraphIndex, constants: Constants): readonly number[] {
  const order = index.topologicalOrder;
  if (order === undefined) throw new RangeError('the graph has a cycle');
  const done = new Set<number>();
  const result: number[] = [];
  const visit = (place: number) => {
    if (done.has(place)) return;
    done.add(place);
    result.push(place);
    const follower = onlyFollower(place);
    if (follower !== undefined) visit(follower);
  };
  for (const place of order) visit(place);
  return result;

  function onlyFollower(place: number): number | undefined {
    const [output = ''] = graph.nodes[place]?.outputs ?? [];
    const [reader, ...others] = index.consumers(output);
    const node = reader === undefined ? undefined : graph.nodes[reader];
    if (!node || others.length > 0 || !activations.has(node.opType) || node.domain !== '') return undefined;
    const ready = node.inputs.every((input) => input === output || input === '' || constants(input) !== undefined);
    return ready ? reader : undefined;
  }
}
