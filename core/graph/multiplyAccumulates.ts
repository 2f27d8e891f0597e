// The arithmetic that an operator does, counted from its shapes.
import { intAttribute, intsAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import type { Node } from '#core/onnx/model.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';

export interface Arithmetic {
  readonly macs: number | undefined;
  readonly fused: boolean;
}

type Sizes = readonly number[] | undefined;
type ShapeOf = (value: string) => Sizes;

/** 0 for operators that only move or look up data; undefined where a shape that is needed is not known. */
export function macsOf(node: Node, shapeOf: ShapeOf): Arithmetic {
  const input = (place: number) => shapeOf(node.inputs[place] ?? '');
  const output = shapeOf(node.outputs[0] ?? '');
  switch (node.opType) {
    case 'Conv':
    case 'FusedConv':
    case 'ConvInteger':
    case 'DeformConv':
      return fused(convolution(output, input(1)));
    case 'QLinearConv':
      return fused(convolution(output, input(3)));
    case 'ConvTranspose':
      // Each input element meets the whole kernel of its group's output channels.
      return fused(convolution(input(0), input(1)));
    case 'MatMul':
    case 'MatMulInteger':
    case 'FusedMatMul':
    case 'QLinearMatMul':
      return fused(product(output, inner(node, input(0))));
    case 'Gemm':
    case 'FusedGemm':
      return fused(product(output, input(0)?.[intAttribute(node, 'transA', 0) === 1 ? 0 : 1]));
    case 'Einsum':
      return fused(einsum(node, node.inputs.map(shapeOf)));
    case 'LSTM':
    case 'GRU':
    case 'RNN':
      return fused(recurrent(node, input(0), input(1), input(2)));
    case 'Attention':
      return fused(node.domain === '' ? attention(input(0), input(1), input(2)) : undefined);
    case 'MaxPool':
    case 'AveragePool':
    case 'LpPool':
      return plain(product(output, count(intsAttribute(node, 'kernel_shape'))));
    default:
      return plain(elements(node, input(0), output));
  }
}

const fused = (macs: number | undefined): Arithmetic => ({ macs, fused: true });
const plain = (macs: number | undefined): Arithmetic => ({ macs, fused: false });

function count(sizes: Sizes): number | undefined {
  return sizes?.reduce((total, size) => total * size, 1);
}

function product(sizes: Sizes, factor: number | undefined): number | undefined {
  const whole = count(sizes);
  return whole === undefined || factor === undefined ? undefined : whole * factor;
}

/** |places| · (C/group · kernel…), where the weight is [M, C/group, kernel…]. */
function convolution(places: Sizes, weight: Sizes): number | undefined {
  return weight && product(places, count(weight.slice(1)));
}

function inner(node: Node, left: Sizes): number | undefined {
  if (intAttribute(node, 'transA', 0) === 1 && left && left.length > 1) return left.at(-2);
  return left?.at(-1);
}

/** The product of all letters' sizes, less one multiplication for each further input. */
function einsum(node: Node, shapes: readonly Sizes[]): number | undefined {
  const terms = stringAttribute(node, 'equation', '').replaceAll(' ', '').split('->')[0]?.split(',') ?? [];
  const sizes = new Map<string, number>();
  for (const [place, term] of terms.entries()) {
    const shape = shapes[place];
    if (!shape || term.includes('.')) return undefined;
    [...term].forEach((letter, axis) => {
      sizes.set(letter, Math.max(sizes.get(letter) ?? 1, shape[axis] ?? 1));
    });
  }
  return count([...sizes.values()]);
}

/** steps · batch · (|W| + |R|): each step multiplies the input by W and the state by R, for every direction. */
function recurrent(node: Node, data: Sizes, weight: Sizes, state: Sizes): number | undefined {
  const [weights, states] = [count(weight), count(state)];
  if (!data || weights === undefined || states === undefined) return undefined;
  const turns = (data[0] ?? 0) * (data[1] ?? 0);
  return intAttribute(node, 'layout', 0) === 1 || data.length === 3 ? turns * (weights + states) : undefined;
}

/** Q·Kᵀ and the product with V, for heads side by side. */
function attention(query: Sizes, key: Sizes, value: Sizes): number | undefined {
  if (query?.length !== 4 || key?.length !== 4 || value?.length !== 4) return undefined;
  const pairs = (query[0] ?? 0) * (query[1] ?? 0) * (query[2] ?? 0) * (key[2] ?? 0);
  return pairs * ((query[3] ?? 0) + (value[3] ?? 0));
}

/** One operation an output element; reductions, pools over everything and normalizations touch each input element. */
function elements(node: Node, input: Sizes, output: Sizes): number | undefined {
  switch (operatorFamily(node.opType, node.domain)) {
    case 'shape':
    case 'constant':
    case 'control':
      return 0;
    case 'reduction':
    case 'pooling':
    case 'normalization':
      return count(input);
    default:
      return node.opType === 'Identity' || node.opType === 'Dropout' ? 0 : count(output);
  }
}
