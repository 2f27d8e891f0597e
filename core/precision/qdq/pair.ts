// The nodes and tensors of one quantization: QuantizeLinear, DequantizeLinear, scale and zero point.
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Node, Tensor } from '#core/onnx/model.ts';
import type { FreshName } from '../freshNames.ts';
import type { Quantization } from '../scale.ts';
import type { WeightScales } from '../weightScales.ts';

/** Scale and zero point of a tensor, and the names under which nodes read them. */
export interface Parameters {
  readonly scale: string;
  readonly zeroPoint: string;
  readonly tensors: readonly Tensor[];
  readonly axis: number | undefined;
}

export function activationParameters(
  base: string,
  { scale, zeroPoint, type }: Quantization,
  names: FreshName,
): Parameters {
  const scaleName = names(`${base}_scale`);
  const zeroName = names(`${base}_zero_point`);
  return {
    scale: scaleName,
    zeroPoint: zeroName,
    axis: undefined,
    tensors: [
      makeTensor(scaleName, DataType.float32, [], [scale]),
      makeTensor(zeroName, DataType[type], [], Uint8Array.of(zeroPoint)),
    ],
  };
}

/** @param type int8 or E4M3 for weights, int32 for biases; the zero point is 0 for every channel. */
export function constantParameters(
  base: string,
  { axis, scales }: WeightScales,
  type: 'int8' | 'int32' | 'float8e4m3fn',
  names: FreshName,
): Parameters {
  const scaleName = names(`${base}_scale`);
  const zeroName = names(`${base}_zero_point`);
  const dims = axis === undefined ? [] : [scales.length];
  return {
    scale: scaleName,
    zeroPoint: zeroName,
    axis,
    tensors: [
      makeTensor(scaleName, DataType.float32, dims, scales),
      makeTensor(
        zeroName,
        DataType[type],
        dims,
        Array.from(scales, () => 0),
      ),
    ],
  };
}

export function quantizeNode(from: string, to: string, parameters: Parameters): Node {
  return linear('QuantizeLinear', from, to, parameters);
}

export function dequantizeNode(from: string, to: string, parameters: Parameters): Node {
  return linear('DequantizeLinear', from, to, parameters);
}

function linear(opType: string, from: string, to: string, { scale, zeroPoint, axis }: Parameters): Node {
  return makeNode({
    opType,
    name: `${to}/${opType}`,
    inputs: [from, scale, zeroPoint],
    outputs: [to],
    attributes: axis === undefined ? [] : [intAttr('axis', axis)],
  });
}
