// HardSigmoid and HardSwish as operators that ONNX Runtime has in 8 bits.
import { floatAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Node, Tensor } from '#core/onnx/model.ts';
import type { FreshName } from '../freshNames.ts';
import type { Range } from '../ranges.ts';
import { asymmetricQuantization, type Quantization } from '../scale.ts';
import { activationParameters, dequantizeNode, type Parameters, quantizeNode } from './pair.ts';

/** What a gate gives is quantized over exactly this range: saturation at its ends does what its bounds do. */
export const gateRange: Range = { min: 0, max: 1 };

interface Gate {
  /** gate(x) = max(0, min(1, alpha · x + beta)), and HardSwish is x · gate(x). */
  readonly alpha: number;
  readonly beta: number;
}

/** The gate in a node; undefined for other operators and for slopes that codes cannot be reread with. */
export function gateOf(node: Node): Gate | undefined {
  if (node.domain !== '') return undefined;
  if (node.opType === 'HardSwish') return { alpha: 1 / 6, beta: 0.5 };
  if (node.opType !== 'HardSigmoid') return undefined;
  const gate = { alpha: floatAttribute(node, 'alpha', 0.2), beta: floatAttribute(node, 'beta', 0.5) };
  return gate.alpha > 0 && gate.beta > 0 ? gate : undefined;
}

/** How a gate's input is quantized: its codes and their meaning. */
export interface QuantizedInput {
  readonly codes: string;
  readonly dequantized: string;
  readonly zeroPoint: string;
  readonly quantization: Quantization;
}

/**
 * alpha · x costs nothing: it is the codes of x read with the scale alpha · s. Adding beta is an 8-bit addition, and
 * the bounds are the ends of the codes that its result gets. HardSwish multiplies by x in 8 bits after that.
 */
export function eightBitGate(
  node: Node,
  { alpha, beta }: Gate,
  input: QuantizedInput,
  names: FreshName,
): { readonly nodes: readonly Node[]; readonly tensors: readonly Tensor[] } {
  const [output = ''] = node.outputs;
  const isSwish = node.opType === 'HardSwish';
  const sloped: Parameters = {
    scale: names(`${output}_sloped_scale`),
    zeroPoint: input.zeroPoint,
    axis: undefined,
    tensors: [],
  };
  const offset = activationParameters(`${output}_offset`, asymmetricQuantization({ min: 0, max: beta }), names);
  const code = names(`${output}_offset_quantized`);
  const [slopedValue, offsetValue] = [names(`${output}_sloped`), names(`${output}_offset`)];
  const sum = isSwish ? names(`${output}_gate`) : output;
  const nodes = [
    dequantizeNode(input.codes, slopedValue, sloped),
    dequantizeNode(code, offsetValue, offset),
    makeNode({ opType: 'Add', name: names(`${node.name}/Add`), inputs: [slopedValue, offsetValue], outputs: [sum] }),
  ];
  const tensors = [
    makeTensor(sloped.scale, DataType.float32, [], [input.quantization.scale * alpha]),
    makeTensor(code, DataType.uint8, [], Uint8Array.of(255)),
    ...offset.tensors,
  ];
  if (!isSwish) return { nodes, tensors };
  const gate = activationParameters(sum, asymmetricQuantization(gateRange), names);
  const [codes, target] = [names(`${sum}_quantized`), names(`${sum}_dequantized`)];
  const product = makeNode({ opType: 'Mul', name: node.name, inputs: [input.dequantized, target], outputs: [output] });
  return {
    nodes: [...nodes, quantizeNode(sum, codes, gate), dequantizeNode(codes, target, gate), product],
    tensors: [...tensors, ...gate.tensors],
  };
}
