// Which output channel each element of a weight belongs to.
import { intAttribute } from '#core/onnx/attribute.ts';
import type { Node } from '#core/onnx/model.ts';

/** Weights seen as [outer, channel, inner]: the element at ((o · count) + c) · inner + i belongs to channel c. */
export interface ChannelAxis {
  readonly axis: number;
  readonly count: number;
  /** Elements between two of neighbouring channels. */
  readonly inner: number;
}

export function channelAxis(dims: readonly number[], axis: number): ChannelAxis {
  return {
    axis,
    count: dims[axis] ?? 1,
    inner: dims.slice(axis + 1).reduce((product, dimension) => product * dimension, 1),
  };
}

/**
 * The axis of a weight along which output channels lie: Conv [out, in/group, …] 0, ConvTranspose [in, out/group, …] 1,
 * Gemm [in, out] 1 or with transB [out, in] 0, MatMul the last. Undefined for operators without weights and weights
 * without such an axis (a vector).
 */
export function outputAxis(node: Node, rank: number): number | undefined {
  switch (node.opType) {
    case 'Conv':
      return rank >= 3 ? 0 : undefined;
    case 'ConvTranspose':
      return rank >= 3 ? 1 : undefined;
    case 'Gemm':
      return intAttribute(node, 'transB', 0) === 0 ? 1 : 0;
    case 'MatMul':
      return rank >= 2 ? rank - 1 : undefined;
    default:
      return undefined;
  }
}

/**
 * The output channel of each step along a weight's output axis and, for a grouped ConvTranspose, of each of its groups:
 * there the axis counts channels within a group, and the group follows from the input channel (axis 0).
 */
export function outputChannel(node: Node, dims: readonly number[]): (element: number) => number {
  const axis = channelAxis(dims, outputAxis(node, dims.length) ?? 0);
  const within = (element: number) => Math.floor(element / axis.inner) % axis.count;
  const groups = node.opType === 'ConvTranspose' ? intAttribute(node, 'group', 1) : 1;
  if (groups === 1) return within;
  const perGroup = ((dims[0] ?? groups) / groups) * axis.count * axis.inner;
  return (element) => Math.floor(element / perGroup) * axis.count + within(element);
}

/** The axis of the first input along which the channels lie that a weight multiplies: −1 is the last. */
export function inputAxis(node: Node): 0 | 1 | -1 {
  if (node.opType === 'MatMul') return -1;
  return node.opType === 'Gemm' && intAttribute(node, 'transA', 0) !== 0 ? 0 : 1;
}

/** The input channel that each weight multiplies; weights of MatMul and Gemm are matrices. */
export function inputChannel(node: Node, dims: readonly number[]): (element: number) => number {
  const [first = 1, second = 1] = dims;
  const spatial = dims.slice(2).reduce((product, size) => product * size, 1);
  const outer = (element: number) => Math.floor(element / (second * spatial));
  const within = (element: number) => Math.floor(element / spatial) % second;
  switch (node.opType) {
    case 'Conv': {
      const perGroup = first / intAttribute(node, 'group', 1);
      return (element) => Math.floor(outer(element) / perGroup) * second + within(element);
    }
    case 'Gemm':
      return intAttribute(node, 'transB', 0) === 0 ? outer : within;
    default:
      return outer;
  }
}
