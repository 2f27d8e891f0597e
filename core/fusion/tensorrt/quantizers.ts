// QuantizeLinear and DequantizeLinear in TensorRT: scales of the kernels around them, wherever one can take them.
import type { Apart, Match } from '../rule.ts';
import type { FusionView } from '../view.ts';
import { operatorClass } from './operatorClass.ts';
import { isQuantizedBehind } from './quantizedBehind.ts';

/** Operators with kernels that read and write 8-bit values, or that commute with quantization. */
const quantizable = new Set(['convolution', 'product', 'pooling', 'pointwise', 'move', 'resize']);

/**
 * Gives each kernel the dequantizers that it reads, the quantizers of its weights, and the quantizer that alone
 * reads its result. Quantizers left over become kernels of their own, with what stops them.
 *
 * @returns the matches with their quantizers, and new ones for single operators between quantizers.
 */
export function withQuantizers(
  view: FusionView,
  matches: readonly Match[],
  stopped: (apart: Apart) => void,
): readonly Match[] {
  const nodes = Array.from(view.order);
  if (!nodes.some((node) => operatorClass(view, node) === 'quantize')) return matches;
  const taken = new Set<number>();
  const grouped = new Set(matches.flatMap((match) => match.nodes));
  const singles = nodes.filter(
    (node) => !grouped.has(node) && !view.claimed(node) && quantizable.has(operatorClass(view, node)),
  );
  const extended = [
    ...matches,
    ...singles.map((node): Match => ({ kind: view.operator(node).toLowerCase(), nodes: [node], reason: '' })),
  ].map((match): Match => {
    const members = new Set(match.nodes);
    const read = dequantizers(view, members);
    const after = read.length > 0 ? quantizer(view, members) : undefined;
    if (read.length === 0 || (after === undefined && !readsCodesAlone(view, match.nodes))) return match;
    const before = read.filter((node) => !taken.has(node));
    const weights = before.flatMap((node) => weightQuantizer(view, node) ?? []);
    for (const node of [...before, ...weights, ...(after === undefined ? [] : [after])]) taken.add(node);
    const all = [...weights, ...before, ...match.nodes, ...(after === undefined ? [] : [after])];
    const copied = read.filter((node) => !before.includes(node));
    const reason = `${match.reason === '' ? `One 8-bit ${view.operator(match.nodes[0] ?? 0)} kernel.` : match.reason} It reads 8-bit values${after === undefined ? '' : ' and writes them'}, so its quantizers are only scales.`;
    return { kind: `quantized-${match.kind}`, nodes: all, copied, reason };
  });
  for (const node of nodes) {
    if (operatorClass(view, node) !== 'quantize' || taken.has(node) || view.claimed(node)) continue;
    const around = neighbour(view, node);
    if (around === undefined) continue;
    stopped({ nodes: [node, around], reason: why(view, node, around) });
  }
  return extended.filter(({ nodes: members }) => members.length > 1);
}

/** Dequantizers that the kernel reads; TensorRT gives each reader of one its own copy. */
function dequantizers(view: FusionView, members: ReadonlySet<number>): readonly number[] {
  const found = new Set<number>();
  for (const member of members) {
    for (const [place] of view.nodes[member]?.inputs.entries() ?? []) {
      const producer = view.producer(view.input(member, place));
      if (producer !== undefined && view.operator(producer) === 'DequantizeLinear') found.add(producer);
    }
  }
  return [...found];
}

/** What has weights, or only moves data, works on codes whatever it writes; all else needs a quantizer behind it too. */
function readsCodesAlone(view: FusionView, nodes: readonly number[]): boolean {
  const classes = nodes.map((node) => operatorClass(view, node));
  return classes.includes('convolution') || classes.includes('product') || classes.every((name) => name === 'move');
}

/** Of weights that several kernels read, it is a pass of its own for each of them (engines of 10.6). */
function weightQuantizer(view: FusionView, dequantizer: number): number | undefined {
  if (view.readers(dequantizer).length > 1) return undefined;
  const producer = view.producer(view.input(dequantizer, 0));
  if (producer === undefined || view.operator(producer) !== 'QuantizeLinear') return undefined;
  return view.isConstant(view.input(producer, 0)) ? producer : undefined;
}

/** The only quantizer of what the kernel writes, where all else that reads it quantizes it later. */
function quantizer(view: FusionView, members: ReadonlySet<number>): number | undefined {
  const outside = [...members].flatMap((member) => view.readers(member).filter((reader) => !members.has(reader)));
  const [only, another] = new Set(outside.filter((reader) => view.operator(reader) === 'QuantizeLinear'));
  if (only === undefined || another !== undefined || [...members].some((member) => view.isOutput(member)))
    return undefined;
  const written = [...members].filter((member) => view.readers(member).some((reader) => !members.has(reader)));
  return written.every((member) => isQuantizedBehind(view, member, members)) ? only : undefined;
}

/** What a quantizer left over stands apart from: what writes its value, or the dequantizer of weights that are shared. */
function neighbour(view: FusionView, node: number): number | undefined {
  const [reader] = view.readers(node);
  if (view.operator(node) !== 'QuantizeLinear') return reader;
  const isShared = reader !== undefined && view.readers(reader).length > 1;
  return view.producer(view.input(node, 0)) ?? (isShared ? reader : undefined);
}

function why(view: FusionView, node: number, around: number): string {
  const [name, other] = [view.name(node), view.name(around)];
  if (view.isConstant(view.input(node, 0)) && view.operator(node) === 'QuantizeLinear')
    return `${name} is a pass of its own whenever the engine runs: ${view.readers(around).length} nodes share the weights that ${other} gives. Give each its own copy.`;
  if (view.operator(node) === 'QuantizeLinear')
    return `${name} is a pass of its own: ${other} cannot write 8-bit values.`;
  return `${name} is a pass of its own: ${other} does not compute in 8 bits, or others read the value too.`;
}
