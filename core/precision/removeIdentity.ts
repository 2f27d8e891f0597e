// Takes out nodes that give their input on unchanged: Identity, and Dropout as it is in inference.
import { type GraphIndex, indexGraph } from '#core/graph/graphIndex.ts';
import type { Graph, Model, Node, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorValues } from '#core/onnx/tensor.ts';
import { constantsOf } from './constants.ts';
import { renameReads } from './renameReads.ts';

/** Works on the main graph. Inputs and outputs of the model keep their names. */
export async function removeIdentity(model: Model, openExternal?: OpenExternal): Promise<Model> {
  const { graph } = model;
  const index = indexGraph(graph);
  const constants = constantsOf(graph);
  const passing: number[] = [];
  for (const place of index.topologicalOrder ?? []) {
    const node = graph.nodes[place];
    if (node === undefined || !mayPassOn(node, index)) continue;
    const training = node.inputs[2];
    if (!training || (await isFalse(constants(training), model, openExternal))) passing.push(place);
  }
  return passing.length === 0 ? model : { ...model, graph: without(graph, passing, index) };
}

function without(graph: Graph, passing: readonly number[], index: GraphIndex): Graph {
  const gone = new Set<number>();
  /** What is read now → what shall be read. */
  const names = new Map<string, string>();
  const current = (name: string): string => {
    const next = names.get(name);
    return next === undefined ? name : current(next);
  };
  for (const place of passing) {
    const input = graph.nodes[place]?.inputs[0] ?? '';
    const output = graph.nodes[place]?.outputs[0] ?? '';
    if (!index.outputs.has(output)) {
      names.set(output, input);
      gone.add(place);
    } else if (canTakeName(current(input), index)) {
      names.set(current(input), output);
      gone.add(place);
    }
  }
  const final = new Map([...names.keys()].map((name) => [name, current(name)]));
  const nodes = graph.nodes
    .filter((_, place) => !gone.has(place))
    .map((node) => ({
      ...renameReads(node, final),
      outputs: node.outputs.map((output) => final.get(output) ?? output),
    }));
  return { ...graph, nodes, values: graph.values.filter(({ name }) => !names.has(name)) };
}

/** An output of the model can be written directly only by a node, and by one whose value has no such name yet. */
function canTakeName(value: string, index: GraphIndex): boolean {
  return index.producer(value) !== undefined && !index.outputs.has(value);
}

function mayPassOn(node: Node, index: GraphIndex): boolean {
  if (node.domain !== '' || !node.inputs[0] || !node.outputs[0]) return false;
  const [, mask = ''] = node.outputs;
  if (node.opType === 'Dropout') return mask === '' || !(index.outputs.has(mask) || index.consumers(mask).length > 0);
  return node.opType === 'Identity';
}

async function isFalse(tensor: Tensor | undefined, model: Model, openExternal?: OpenExternal): Promise<boolean> {
  return tensor !== undefined && Number((await tensorValues(tensor, model, openExternal))[0]) === 0;
}
