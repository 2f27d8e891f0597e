// What a part of a graph does, told so that equal parts are told equally, whatever their names.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { createNumbering } from './numbering.ts';

export interface Structure {
  /** The same for parts of the same structure. */
  readonly key: number;
  /** The nodes in an order in which equal parts stand node for node. */
  readonly nodes: readonly number[];
}

export interface StructureParts {
  readonly graph: Graph;
  readonly index: GraphIndex;
  readonly kinds: Int32Array;
  /** Shared by all parts that are to be compared. */
  readonly number: ReturnType<typeof createNumbering>;
}

/**
 * Each node is told by its kind and by what its inputs are told as, down to what comes from outside the part (Merkle);
 * the part by all of its nodes together, and by those whose values leave it. `members` in order of computation.
 */
export function structureOf({ graph, index, kinds, number }: StructureParts, members: Iterable<number>): Structure {
  const told = new Map<number, number>();
  for (const node of members) {
    const inputs = (graph.nodes[node]?.inputs ?? []).map((value) => {
      const producer = value === '' ? undefined : index.producer(value);
      const inside = producer === undefined ? undefined : told.get(producer);
      return inside === undefined ? '' : `${inside}:${graph.nodes[producer ?? 0]?.outputs.indexOf(value)}`;
    });
    told.set(node, number(`${kinds[node]}(${inputs.join()})`));
  }
  const leaves = (node: number) =>
    index.successors(node).some((reader) => !told.has(reader)) ||
    graph.nodes[node]?.outputs.some((output) => index.outputs.has(output)) === true;
  const inOrder = [...told.keys()];
  const nodes = inOrder.toSorted((a, b) => (told.get(a) ?? 0) - (told.get(b) ?? 0));
  const words = nodes.map((node) => `${told.get(node)}${leaves(node) ? '!' : ''}`).sort();
  return { key: number(`part ${words.join()}`), nodes };
}
