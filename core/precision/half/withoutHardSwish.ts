// HardSwish as what it is defined to be, for BF16: TensorRT's parser takes the parts in it and not the whole.
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import type { Model, Node } from '#core/onnx/model.ts';
import { type FreshName, freshNames } from '../freshNames.ts';
import { mapSubgraphs } from '../mapSubgraphs.ts';

/** HardSwish(x) = x · HardSigmoid(x) with alpha 1/6 and beta 1/2 (ONNX). The product keeps the node's name. */
export async function withoutHardSwish(model: Model): Promise<Model> {
  const names = freshNames(model);
  return { ...model, graph: { ...model.graph, nodes: await inNodes(model.graph.nodes, names) } };
}

async function inNodes(nodes: readonly Node[], names: FreshName): Promise<readonly Node[]> {
  const found: Node[] = [];
  for (const node of nodes) {
    const mapped = await mapSubgraphs(node, async (graph) => ({ ...graph, nodes: await inNodes(graph.nodes, names) }));
    found.push(...(mapped.opType === 'HardSwish' && mapped.domain === '' ? parts(mapped, names) : [mapped]));
  }
  return found;
}

function parts(node: Node, names: FreshName): readonly Node[] {
  const [input = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const gate = names(`${output}_gate`);
  const attributes = [floatAttr('alpha', 1 / 6), floatAttr('beta', 0.5)];
  return [
    makeNode({
      opType: 'HardSigmoid',
      name: names(`${node.name || output}/HardSigmoid`),
      inputs: [input],
      outputs: [gate],
      attributes,
    }),
    makeNode({ opType: 'Mul', name: node.name, inputs: [input, gate], outputs: [output] }),
  ];
}
