// QuantizeLinear and DequantizeLinear that became kernels of their own, and the node that keeps each from fusing.
import type { RecipeChange, WhyFinding } from '#core/contract/why.ts';
import { nodesOf, type ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import { byTime, type Facts, msText, percentOf, sumMs } from './facts.ts';

export function quantization(facts: Facts): readonly WhyFinding[] {
  const { report, name } = facts.other;
  const unfused = byTime(report.layers.filter((layer) => isUnfused(layer, facts)));
  if (unfused.length === 0) return [];
  const blocked = unfused.map((layer) => ({ layer, by: blocker(layer, facts) }));
  const blockers = [...new Set(blocked.flatMap(({ by }) => by ?? []))];
  const [first] = blocked;
  const ms = sumMs(unfused);
  const cost = report.totalMs === null ? '' : `: ${msText(ms)} (${percentOf(ms, report)} of ${name})`;
  const why = first?.by ? `; ${first.by} does not compute in INT8 and blocks the first of them` : '';
  return [
    {
      kind: 'quantization',
      ms: report.totalMs === null ? null : ms,
      text: `${standing(unfused.length)}, fused with nothing${cost}${why}.`,
      nodes: [...new Set([...blockers, ...unfused.flatMap(nodesOf)])],
      change: changeFor(blockers),
    },
  ];
}

/** Whether the layer does nothing but quantize or dequantize. */
export function isUnfused({ kind, role, nodes }: ReportedLayer, { operator }: Pick<Facts, 'operator'>): boolean {
  if (/(^|\.)(De)?quantizeLinear$/i.test(kind)) return true;
  // A rewrite names what it puts in after the operator: such nodes are not in the model that is open.
  const quantizing = (node: string) => /(De)?quantizeLinear(_\d+)?$/i.test(operator(node) || node);
  return role !== 'constant' && nodes.length > 0 && nodes.every(quantizing);
}

/** What stands at the floating-point side: the reader of what was dequantized, else the writer of what was quantized. */
function blocker(layer: ReportedLayer, { other: { report } }: Facts): string | undefined {
  const dequantizes = layer.outputs[0]?.type !== 'INT8' && layer.outputs[0]?.type !== 'UINT8';
  const tensors = new Set((dequantizes ? layer.outputs : layer.inputs).map(({ name }) => name));
  const beside = report.layers.find(
    (other) =>
      other !== layer &&
      other.role === 'compute' &&
      other.precision !== 'INT8' &&
      (dequantizes ? other.inputs : other.outputs).some(({ name }) => tensors.has(name)),
  );
  return beside && nodesOf(beside)[0];
}

function changeFor(blockers: readonly string[]): RecipeChange | null {
  if (blockers.length === 0) return null;
  const some = blockers.slice(0, 8);
  return {
    text: `Quantize ${listed(some)} too, or keep the nodes around in higher precision.`,
    layers: Object.fromEntries(some.map((node) => [node, 'int8' as const])),
  };
}

function listed(nodes: readonly string[]): string {
  return nodes.length > 2 ? `${nodes.slice(0, 2).join(', ')} and ${nodes.length - 2} more` : nodes.join(' and ');
}

function standing(count: number): string {
  return count === 1
    ? 'A QuantizeLinear or DequantizeLinear stayed a kernel of its own'
    : `${count} of QuantizeLinear and DequantizeLinear stayed kernels of their own`;
}
