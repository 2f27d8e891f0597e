// Operators between DequantizeLinear and QuantizeLinear that run as one 8-bit kernel.
import type { Rule } from '../rule.ts';
import type { FusionView } from '../view.ts';

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
      const activation = view.soleReader(node);
      const relu = activation !== undefined && ['Relu', 'Clip'].includes(view.operator(activation)) ? [activation] : [];
      const quantizer = view.soleReader(relu[0] ?? node);
      const name = view.name(node);
      const missing = inputs.findIndex(
        (value, place) => !from.includes(dequantizers[place] ?? -1) && !(place >= 2 && view.isConstant(value)),
      );
      if (missing >= 0) {
        stopped({
          nodes: [from[0] ?? node, node],
          reason: `${name} runs in floating point: its input ${inputs[missing]} is not quantized.`,
        });
        return undefined;
      }
      if (quantizer === undefined || view.operator(quantizer) !== 'QuantizeLinear' || view.claimed(quantizer)) {
        stopped({
          nodes: [from[0] ?? node, node],
          reason: `${name} runs in floating point: its output is not quantized again before it is used.`,
        });
        return undefined;
      }
      const own = [...new Set(from)].filter(
        (at) => !view.claimed(at) && (view.soleReader(at) === node || isConstantDequantizer(view, at)),
      );
      const nodes = [...own, node, ...relu, quantizer];
      const kind = ['quantized', view.operator(node).toLowerCase(), ...(relu.length > 0 ? ['activation'] : [])].join(
        '-',
      );
      return {
        kind,
        nodes,
        reason: `One 8-bit ${view.operator(node)} kernel: it reads its inputs quantized and writes its output quantized.`,
      };
    },
  };
}

function isConstantDequantizer(view: FusionView, node: number): boolean {
  return view.isConstant(view.input(node, 0)) && view.readers(node).length === 1;
}
