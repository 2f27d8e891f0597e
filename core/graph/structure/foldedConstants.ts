// Constant nodes, and Identity nodes that only rename a constant: they are values of their readers, not steps of the graph.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph, Tensor } from '#core/onnx/model.ts';

export interface FoldedConstants {
  /** 1 for each node that only holds or renames a constant. */
  readonly folded: Uint8Array;
  /** The tensor behind a value, through all renaming; undefined for other values and for constants that are no tensor. */
  tensor(value: string): Tensor | undefined;
  isConstant(value: string): boolean;
}

export function foldConstants(graph: Graph, index: GraphIndex): FoldedConstants {
  const held = new Map<string, Tensor | undefined>();
  const folded = new Uint8Array(graph.nodes.length);
  const tensor = (value: string) => index.initializer(value) ?? held.get(value);
  const isConstant = (value: string) => index.initializer(value) !== undefined || held.has(value);
  for (const place of index.topologicalOrder ?? graph.nodes.keys()) {
    const node = graph.nodes[place];
    const value = node?.outputs[0];
    if (!node || !value || node.domain !== '' || index.outputs.has(value)) continue;
    if (node.opType === 'Constant') {
      const attribute = node.attributes.find(({ type }) => type === 'tensor');
      held.set(value, attribute?.type === 'tensor' ? attribute.value : undefined);
    } else if (node.opType === 'Identity' && isConstant(node.inputs[0] ?? '')) {
      held.set(value, tensor(node.inputs[0] ?? ''));
    } else continue;
    folded[place] = 1;
  }
  return { folded, tensor, isConstant };
}
