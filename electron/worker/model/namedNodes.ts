// Names and operators of a model's nodes in the file's own order.
import { nodeName } from '#core/graph/graphIndex.ts';
import { readModel } from '#core/onnx/read.ts';
import { openFileSource } from './fileSource.ts';

export interface NamedNode {
  readonly name: string;
  readonly operator: string;
}

/** Of the main graph. @throws OnnxError where the file is no model. */
export async function namedNodes(path: string): Promise<NamedNode[]> {
  const source = await openFileSource(path);
  try {
    const { graph } = await readModel(source);
    return graph.nodes.map((node) => ({ name: nodeName(node), operator: node.opType }));
  } finally {
    await source.close();
  }
}
