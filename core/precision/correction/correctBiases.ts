// Takes the shift that quantized weights add on average out of the biases behind them.
import { indexGraph } from '#core/graph/graphIndex.ts';
import { floatAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Model, Node, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { constantsOf } from '../constants.ts';
import { freshNames } from '../freshNames.ts';
import { withoutUnread } from '../withoutUnread.ts';

/** By the output that a weighted node writes: the expected shift of each of its channels. */
export type Shifts = ReadonlyMap<string, ArrayLike<number>>;

/**
 * b′ = b − shift, rounded once to float32; every node gets a bias of its own. Where a convolution or Gemm has none, one
 * is added; a MatMul takes it into the constant of the Add that alone reads it. Left as they are: nodes whose bias is
 * computed or has no channels, a MatMul without such an Add, and nodes whose bias float32 could not hold.
 */
export async function correctBiases(model: Model, shifts: Shifts, openExternal?: OpenExternal): Promise<Model> {
  const { graph } = model;
  const index = indexGraph(graph);
  const constants = constantsOf(graph);
  const names = freshNames(model);
  const tensors: Tensor[] = [];
  const nodes = [...graph.nodes];
  for (const [place, product] of graph.nodes.entries()) {
    const [output = ''] = product.outputs;
    const shift = shifts.get(output);
    if (shift === undefined || Array.from(shift).every((value) => value === 0)) continue;
    const target = product.opType === 'MatMul' ? addBehind(output, shift.length) : { place, input: 2 };
    const node = target && nodes[target.place];
    if (!target || !node) continue;
    const factor = node.opType === 'Gemm' ? floatAttribute(node, 'beta', 1) : 1;
    const name = factor === 0 ? '' : (node.inputs[target.input] ?? '');
    const bias = await corrected(name, shift, factor === 0 ? 1 : factor);
    if (bias === undefined) continue;
    const fresh = names(`${name || output}_corrected`);
    tensors.push(makeTensor(fresh, DataType.float32, bias.dims, bias.values));
    nodes[target.place] = withBias(node, target.input, fresh, factor);
  }
  if (tensors.length === 0) return model;
  return {
    ...model,
    graph: withoutUnread({ ...graph, nodes, initializers: [...graph.initializers, ...tensors] }),
  };

  function addBehind(value: string, channels: number): { readonly place: number; readonly input: number } | undefined {
    const [place = -1, ...others] = index.consumers(value);
    const add = graph.nodes[place];
    if (add?.opType !== 'Add' || add.domain !== '' || others.length > 0 || index.outputs.has(value)) return undefined;
    const input = add.inputs.findIndex((name) => {
      const dims = constants(name)?.dims;
      return dims?.length === 1 && dims[0] === channels;
    });
    return input < 0 ? undefined : { place, input };
  }

  async function corrected(name: string, shift: ArrayLike<number>, factor: number) {
    const channels = shift.length;
    const change = (value: number, channel: number) => value - (shift[channel] ?? 0) / factor;
    if (name === '')
      return finite(
        [channels],
        Float32Array.from(shift, (_, channel) => change(0, channel)),
      );
    const tensor = constants(name);
    if (tensor?.dataType !== DataType.float32) return undefined;
    const values = await tensorNumbers(tensor, model, openExternal);
    if (values.length === 1) {
      const [only = 0] = values;
      return finite(
        [channels],
        Float32Array.from(shift, (_, channel) => change(only, channel)),
      );
    }
    if (tensor.dims.at(-1) !== channels) return undefined;
    return finite(
      tensor.dims,
      Float32Array.from(values, (value, element) => change(value, element % channels)),
    );
  }
}

function finite(dims: readonly number[], values: Float32Array) {
  return values.every(Number.isFinite) ? { dims, values } : undefined;
}

function withBias(node: Node, input: number, name: string, factor: number): Node {
  const inputs = [...node.inputs];
  while (inputs.length <= input) inputs.push('');
  const attributes =
    factor === 0
      ? [...node.attributes.filter((attribute) => attribute.name !== 'beta'), floatAttr('beta', 1)]
      : node.attributes;
  return { ...node, inputs: inputs.with(input, name), attributes };
}
