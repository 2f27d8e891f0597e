// Evens out the ranges of channels between two convolutions, so that one scale serves all of them better.
import { indexGraph } from '#core/graph/graphIndex.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Model, Node, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { inputChannel } from './channels.ts';
import { constantsOf } from './constants.ts';
import { foldBatchNorm } from './foldBatchNorm.ts';
import { freshNames } from './freshNames.ts';
import { withoutUnread } from './withoutUnread.ts';

/** f(s · x) = s · f(x) for s > 0. */
const homogeneous = new Set(['Relu', 'LeakyRelu']);
/** A factor beyond this moves more than it evens out. */
const largestFactor = 2 ** 6;

/**
 * For each convolution whose result only one other convolution reads, directly or through a Relu: output channel i is
 * divided by s and the reader's input channel i multiplied by it, s = √(max|w₁ᵢ| / max|w₂ᵢ|) (Nagel et al., Data-Free
 * Quantization, 2019). Here s is the nearest power of two, so that every product and sum in floating point only has
 * another exponent, and the model computes what it did, bit for bit, while no value becomes subnormal. Batch
 * normalisations are folded first.
 */
export async function equalize(model: Model, openExternal?: OpenExternal): Promise<Model> {
  const folded = await foldBatchNorm(model, openExternal);
  const { graph } = folded;
  const index = indexGraph(graph);
  const constants = constantsOf(graph);
  const changed = new Map<string, { readonly tensor: Tensor; readonly values: Float32Array }>();
  const isConvolution = (node: Node | undefined): node is Node => node?.opType === 'Conv' && node.domain === '';
  const weight = async (node: Node, input: number) => {
    const key = `${nodeKey(node)} ${input}`;
    const known = changed.get(key);
    if (known) return { key, ...known };
    const tensor = constants(node.inputs[input] ?? '');
    if (tensor?.dataType !== DataType.float32) return undefined;
    return { key, tensor, values: Float32Array.from(await tensorNumbers(tensor, folded, openExternal)) };
  };
  for (const place of index.topologicalOrder ?? []) {
    const first = graph.nodes[place];
    const second = isConvolution(first) ? readerOf(first) : undefined;
    if (!isConvolution(first) || !isConvolution(second)) continue;
    const [w1, w2, bias] = [await weight(first, 1), await weight(second, 1), await weight(first, 2)];
    if (!w1 || !w2 || (first.inputs[2] && !bias)) continue;
    const channelOf = inputChannel(second, w2.tensor.dims);
    const perOutput = w1.values.length / (w1.tensor.dims[0] ?? 1);
    const outputOf = (element: number) => Math.floor(element / perOutput);
    const factors = factorsOf(w1.tensor.dims[0] ?? 0, [w1.values, outputOf], [w2.values, channelOf]);
    const factor = (channel: number) => factors[channel] ?? 1;
    changed.set(w1.key, { ...w1, values: w1.values.map((value, element) => value / factor(outputOf(element))) });
    changed.set(w2.key, { ...w2, values: w2.values.map((value, element) => value * factor(channelOf(element))) });
    if (bias) changed.set(bias.key, { ...bias, values: bias.values.map((value, channel) => value / factor(channel)) });
  }
  if (changed.size === 0) return folded;
  const names = freshNames(folded);
  const tensors: Tensor[] = [];
  const nodes = graph.nodes.map((node) => {
    const inputs = node.inputs.map((input, at) => {
      const found = isConvolution(node) ? changed.get(`${nodeKey(node)} ${at}`) : undefined;
      if (!found) return input;
      const name = names(`${input}_equalized`);
      tensors.push(makeTensor(name, DataType.float32, found.tensor.dims, found.values));
      return name;
    });
    return { ...node, inputs };
  });
  return {
    ...folded,
    graph: withoutUnread({ ...graph, nodes, initializers: [...graph.initializers, ...tensors] }),
  };

  /** The one node that reads the result, seen through activations that let factors pass. */
  function readerOf({ outputs }: Node): Node | undefined {
    const [value = ''] = outputs;
    const [place, ...others] = index.consumers(value);
    if (place === undefined || others.length > 0 || index.outputs.has(value)) return undefined;
    const reader = graph.nodes[place];
    if (reader?.domain !== '' || reader.inputs.slice(1).includes(value)) return undefined;
    return homogeneous.has(reader.opType) ? readerOf(reader) : reader;
  }
}

function nodeKey({ outputs }: Node): string {
  return outputs[0] ?? '';
}

type Weights = readonly [values: Float32Array, channelOf: (element: number) => number];

function factorsOf(count: number, first: Weights, second: Weights): Float64Array {
  const [one, other] = [first, second].map(([values, channelOf]) => {
    const largest = new Float64Array(count);
    values.forEach((value, element) => {
      const channel = channelOf(element);
      largest[channel] = Math.max(largest[channel] ?? 0, Math.abs(value));
    });
    return largest;
  });
  return Float64Array.from({ length: count }, (_, channel) => {
    const ratio = (one?.[channel] ?? 0) / (other?.[channel] ?? 0);
    if (!(ratio > 0) || !Number.isFinite(ratio)) return 1;
    const factor = 2 ** Math.round(Math.log2(ratio) / 2);
    return Math.min(largestFactor, Math.max(1 / largestFactor, factor));
  });
}
