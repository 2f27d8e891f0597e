// Operators between DequantizeLinear and QuantizeLinear that run as one 8-bit kernel.
import { otherInput } from '../chain.ts';
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';
import { int8, typeAtRunTime } from './typeAtRunTime.ts';

export interface QuantizedOptions {
  readonly source: string;
  /** Operators with an 8-bit kernel that takes quantized inputs and gives a quantized output. */
  readonly operators: ReadonlySet<string>;
}

export function quantizedRule({ source, operators }: QuantizedOptions): Rule {
  return {
    name: 'quantized',
    source,
    match(view, node, stopped) {
      if (!operators.has(view.operator(node))) return undefined;
      const inputs =
        view.nodes[node]?.inputs.map((_, place) => view.input(node, place)).filter((value) => value !== '') ?? [];
      const dequantizers = inputs.map((value) => view.producer(value));
      const from = dequantizers.filter(
        (at): at is number => at !== undefined && view.operator(at) === 'DequantizeLinear',
      );
      if (from.length === 0) return undefined;
      const bias = quantizedBias(view, node);
      const activation = view.soleReader(bias?.add ?? node);
      const relu = activation !== undefined && ['Relu', 'Clip'].includes(view.operator(activation)) ? [activation] : [];
      const sum = bias === undefined ? [] : [bias.dequantizer, bias.add];
      const quantizer = view.soleReader(relu[0] ?? bias?.add ?? node);
      const name = view.name(node);
      const missing = inputs.findIndex(
        (value, place) =>
          !from.includes(dequantizers[place] ?? -1) &&
          !(place >= (quantizedByRuntime.has(view.operator(node)) ? 1 : 2) && view.isConstant(value)),
      );
      if (missing >= 0) {
        stopped({
          nodes: [from[0] ?? node, node],
          reason: `${name} runs in floating point: its input ${inputs[missing]} is not quantized.`,
        });
        return undefined;
      }
      const isQuantized =
        quantizer !== undefined && view.operator(quantizer) === 'QuantizeLinear' && !view.claimed(quantizer);
      if (!isQuantized && writesFloat.has(view.operator(node)) && relu.length === 0) {
        return {
          kind: `quantized-${view.operator(node).toLowerCase()}`,
          nodes: [...new Set(from)].filter((at) => !view.claimed(at)).concat(node, sum),
          copied: [...new Set(from)].filter((at) => view.claimed(at)),
          reason: `One 8-bit ${view.operator(node)} kernel that reads its inputs quantized and writes floating point.`,
        };
      }
      if (!isQuantized) {
        stopped({
          nodes: [from[0] ?? node, node],
          reason: `${name} runs in floating point: its output is not quantized again before it is used.`,
        });
        return undefined;
      }
      const types = [
        ...from.filter((at) => !view.isConstant(view.input(at, 0))).map((at) => typeAtRunTime(view, view.input(at, 0))),
        typeAtRunTime(view, view.nodes[quantizer]?.outputs[0] ?? ''),
      ];
      if (types.some((type) => type !== types[0]) || (weighted.has(view.operator(node)) && types[0] === int8)) {
        const values = types[0] === int8 && types.every((type) => type === int8) ? 'signed' : 'of different types';
        stopped({
          nodes: [from[0] ?? node, node],
          reason: `${name} runs in floating point: its 8-bit values are ${values}, since a quantizer that several nodes read stays signed while others become unsigned.`,
        });
        return undefined;
      }
      const own = [...new Set(from)].filter((at) => !view.claimed(at));
      const copied = [...new Set(from)].filter((at) => view.claimed(at));
      const nodes = [...own, node, ...sum, ...relu, quantizer];
      const kind = ['quantized', view.operator(node).toLowerCase(), ...(relu.length > 0 ? ['activation'] : [])].join(
        '-',
      );
      return {
        kind,
        nodes,
        copied,
        reason: `One 8-bit ${view.operator(node)} kernel: it reads its inputs quantized and writes its output quantized.`,
      };
    },
  };
}

/**
 * The Add of a dequantized bias, one value a column, behind a product: both become a Gemm (MatMulAddFusion), which takes
 * codes where it takes the bias as int32. Its two dimensions are made of known ones.
 */
function quantizedBias(
  view: FusionView,
  node: number,
): { readonly add: number; readonly dequantizer: number } | undefined {
  const add = view.operator(node) === 'MatMul' ? view.soleReader(node) : undefined;
  if (add === undefined || view.operator(add) !== 'Add' || view.claimed(add)) return undefined;
  const bias = otherInput(view, add, view.nodes[node]?.outputs[0] ?? '') ?? '';
  const dequantizer = view.producer(bias);
  if (dequantizer === undefined || view.operator(dequantizer) !== 'DequantizeLinear') return undefined;
  const input = view.shape(view.input(node, 0));
  const isKnown = input?.length === 2 || input?.every((size) => typeof size === 'number') === true;
  const isVector = view.shape(view.input(dequantizer, 0))?.length === 1;
  return isKnown && isVector && view.isConstant(view.input(dequantizer, 0)) ? { add, dequantizer } : undefined;
}

/** Products with a kernel that takes 8-bit inputs and gives a result in floating point (QGemm, MatMulIntegerToFloat). */
const writesFloat = new Set(['Gemm', 'MatMul']);

/** Between quantizers the runtime quantizes constant weights itself (WeightBiasQuantization). */
const quantizedByRuntime = new Set(['Conv', 'Gemm']);

const weighted = new Set(['Conv', 'MatMul', 'Gemm']);
