// Convolutions of many groups among INT8 codes, and what belongs to their kernel: they stay between FP32.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import type { ValueTypes } from '../valueTypes.ts';
import { isDequantize, isQuantize } from './quantized.ts';

const convolutions = new Set(['Conv', 'ConvTranspose']);
const activations = new Set(['Relu', 'Clip']);

/**
 * Whether a node is a convolution with groups that reads INT8 codes, or the activation between one and the codes that
 * follow. The depthwise INT8 kernels that TensorRT 10.6 was seen to choose write INT8 or FP32 and never FP16, and it
 * failed to build a strongly typed network with such convolutions in FP16, which it built with them in FP32; that these
 * are why is inferred. Between INT8 codes on both sides the width is no part of the kernel, so that nothing is lost.
 */
export function isGroupedAmongCodes(node: Node, graph: Graph, index: GraphIndex, types: ValueTypes): boolean {
  if (readsCodesInGroups(node, graph, index, types)) return true;
  const [input = ''] = node.inputs;
  const [output = ''] = node.outputs;
  if (node.domain !== '' || !activations.has(node.opType)) return false;
  const maker = graph.nodes[index.producer(input) ?? -1];
  const readers = index.consumers(output).map((place) => graph.nodes[place]);
  return (
    maker !== undefined &&
    readsCodesInGroups(maker, graph, index, types) &&
    index.consumers(input).length === 1 &&
    readers.length > 0 &&
    !index.outputs.has(output) &&
    readers.every((reader) => reader !== undefined && isQuantize(reader))
  );
}

function readsCodesInGroups(node: Node, graph: Graph, index: GraphIndex, types: ValueTypes): boolean {
  if (node.domain !== '' || !convolutions.has(node.opType) || intAttribute(node, 'group', 1) === 1) return false;
  const maker = graph.nodes[index.producer(node.inputs[0] ?? '') ?? -1];
  return maker !== undefined && isDequantize(maker) && types.of(maker.inputs[0] ?? '')?.elementType === DataType.int8;
}
