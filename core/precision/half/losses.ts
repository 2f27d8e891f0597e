// What each float32 constant of a model would lose in 16 bits, read once.
import { subgraphs } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Graph, Model, Tensor, TensorData } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorValues } from '#core/onnx/tensor.ts';
import { type Constants, constantTensor } from '../constants.ts';
import { type ConstantLoss, constantLoss } from './constantLoss.ts';
import type { HalfType } from './halfType.ts';

/** Why a value, if it is a constant, cannot take the type; undefined where it can or is computed. */
export type Losses = (value: string, constants: Constants) => ConstantLoss | undefined;

export async function readLosses(model: Model, type: HalfType, openExternal?: OpenExternal): Promise<Losses> {
  /** By what tells a tensor apart wherever it is met: its data, or for a number in a node its value. */
  const losses = new Map<TensorData | string, ConstantLoss>();
  for (const tensor of floatConstants(model.graph)) {
    const loss = constantLoss((await tensorValues(tensor, model, openExternal)) as ArrayLike<number>, type);
    if (loss !== undefined) losses.set(keyOf(tensor), loss);
  }
  return (value, constants) => {
    const tensor = constants(value);
    return tensor && losses.get(keyOf(tensor));
  };
}

function keyOf({ data }: Tensor): TensorData | string {
  return data.kind === 'memory' && data.bytes.length <= 64 ? data.bytes.join() : data;
}

function* floatConstants(graph: Graph): Iterable<Tensor> {
  for (const tensor of graph.initializers) if (tensor.dataType === DataType.float32) yield tensor;
  for (const node of graph.nodes) {
    const tensor = constantTensor(node);
    if (tensor?.dataType === DataType.float32) yield tensor;
    for (const body of subgraphs(node)) yield* floatConstants(body.graph);
  }
}
