// The nodes that lead from some values of a graph to others.
import { capturedValues, indexGraph } from '#core/graph/graphIndex.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Graph } from '#core/onnx/model.ts';

export interface Cut {
  /** Values to begin at; none means the graph's own inputs. */
  readonly inputs: readonly string[];
  /** Values to end at; none means the graph's own outputs. */
  readonly outputs: readonly string[];
}

/**
 * The nodes that are needed to compute the outputs when the inputs are given, ascending.
 *
 * @throws OnnxError naming a value that the graph does not have, one that no node computes, or a graph input that is
 * needed besides.
 */
export function nodesBetween(graph: Graph, { inputs, outputs }: Cut): readonly number[] {
  const index = indexGraph(graph);
  const own = new Set(index.inputs.map(({ name }) => name));
  const known = (name: string) => own.has(name) || index.producer(name) !== undefined || !!index.initializer(name);
  for (const name of [...inputs, ...outputs]) {
    if (!known(name)) {
      throw new OnnxError(`The model has no value '${name}'`, 'Take the names of values from the graph or its search.');
    }
  }
  const begin = new Set(inputs.length > 0 ? inputs : own);
  const nodes = new Set<number>();
  const wanted = outputs.length > 0 ? [...outputs] : [...index.outputs];
  for (const [place, value] of wanted.entries()) {
    if (begin.has(value) && place < outputs.length) {
      throw new OnnxError(`'${value}' is both an input and an output of the part`, 'Name values that lie apart.');
    }
  }
  for (let value = wanted.pop(); value !== undefined; value = wanted.pop()) {
    if (begin.has(value)) continue;
    if (own.has(value)) {
      throw new OnnxError(
        `The part also needs the model's input '${value}', which is not among its inputs`,
        `Add ${value} to the inputs.`,
      );
    }
    const producer = index.producer(value);
    const node = graph.nodes[producer ?? -1];
    if (producer === undefined || !node || nodes.has(producer)) continue;
    nodes.add(producer);
    wanted.push(...node.inputs.filter((name) => name !== ''));
    if (node.attributes.length > 0) wanted.push(...capturedValues(node));
  }
  if (nodes.size === 0) {
    throw new OnnxError('No node lies between these values', 'Name an output that depends on the inputs.');
  }
  return [...nodes].sort((a, b) => a - b);
}
