// Lets ONNX Runtime's optimized graph give out values as its convolutions leave them, in blocks of channels: counting does not mind the order, and putting them in order takes as long as the convolutions.
import { intAttribute } from '#core/onnx/attribute.ts';
import type { Model, Node } from '#core/onnx/model.ts';

/** Blocks hold 4, 8 or 16 channels by processor; with another number of channels the last block is filled up. */
const widestBlock = 16;

export interface BlockedOutputs {
  readonly model: Model;
  /** The name under which a value is given out now, by its own name. */
  readonly names: ReadonlyMap<string, string>;
}

export function blockedOutputs(optimized: Model): BlockedOutputs {
  const { graph } = optimized;
  const read = new Set(graph.nodes.flatMap((node) => node.inputs));
  const given = new Set(graph.outputs.map(({ name }) => name));
  const names = new Map<string, string>();
  const nodes = graph.nodes.filter((node) => {
    const [output = ''] = node.outputs;
    const [input = ''] = node.inputs;
    if (!isReorder(node) || !given.has(output) || read.has(output) || given.has(input)) return true;
    names.set(output, input);
    given.add(input);
    return false;
  });
  const outputs = graph.outputs.map((value) => {
    const name = names.get(value.name);
    if (name === undefined || value.type?.kind !== 'tensor') return value;
    // The blocked shape is the runtime's own business.
    return { ...value, name, type: { ...value.type, shape: undefined } };
  });
  const values = graph.values.filter(({ name }) => !given.has(name));
  return { model: { ...optimized, graph: { ...graph, nodes, outputs, values } }, names };
}

function isReorder(node: Node): boolean {
  const isOperator = node.opType === 'ReorderOutput' && node.domain === 'com.microsoft.nchwc';
  return isOperator && intAttribute(node, 'channels', 0) % widestBlock === 0;
}
