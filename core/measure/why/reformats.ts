// What conversions of type and layout between layers cost, and which change would make the longest of them needless.
import { precisionSchema } from '#core/contract/recipe.ts';
import type { RecipeChange, WhyFinding } from '#core/contract/why.ts';
import { nodesOf, type ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import { widerBy } from '#core/fusion/engine/layerPrecision.ts';
import { byTime, counted, type Facts, msText, percentOf, servedBy, sumMs } from './facts.ts';
import { isUnfused } from './quantization.ts';

export function reformats(facts: Facts): readonly WhyFinding[] {
  const { base, other } = facts;
  const isReformat = (layer: ReportedLayer) => layer.role === 'reformat' && !isUnfused(layer, facts);
  const here = byTime(other.report.layers.filter(isReformat));
  const there = base.report.layers.filter(isReformat);
  const [longest] = here;
  const timed = other.report.totalMs !== null;
  const more = timed && base.report.totalMs !== null ? sumMs(here) - sumMs(there) : here.length - there.length;
  if (!longest || more <= 0) return [];
  const ms = sumMs(here);
  const verb = here.length === 1 ? ['takes', 'is'] : ['take', 'are'];
  const cost = timed
    ? ` ${verb[0]} ${msText(ms)} (${percentOf(ms, other.report)} of ${other.name})`
    : ` ${verb[1]} in the engine`;
  const compared = timed
    ? `, ${msText(Math.abs(more))} more than the ${there.length} of ${base.name}`
    : `, ${there.length} in ${base.name}`;
  const served = servedBy(longest, other.report);
  // What serves its writer converts a result that leaves the engine.
  const place = served && served.index < longest.index ? 'behind' : 'before';
  const about = served ? ` ${place} ${nodesOf(served)[0] ?? served.name}` : '';
  return [
    {
      kind: 'reformats',
      ms: timed ? more : null,
      text: `${counted(here.length, 'conversion')} of type or layout${cost}${compared}; the longest is ${conversion(longest)}${about}${longest.ms === null ? '' : ` (${msText(longest.ms)})`}.`,
      nodes: [...new Set(here.flatMap((layer) => nodesOf(servedBy(layer, other.report) ?? layer)))],
      change: changeFor(here, facts),
    },
  ];
}

function conversion({ inputs, outputs }: ReportedLayer): string {
  const [from, to] = [inputs[0], outputs[0]];
  if (from && to && from.type !== to.type) return `${from.type || '?'} → ${to.type || '?'}`;
  return 'a change of layout';
}

/** For the costliest conversion that a recipe can do something about. */
function changeFor(sorted: readonly ReportedLayer[], facts: Facts): RecipeChange | null {
  const { report, precision } = facts.other;
  const asked = precision?.toUpperCase() ?? '';
  const writers = new Map(report.layers.flatMap((layer) => layer.outputs.map(({ name }) => [name, layer] as const)));
  for (const layer of sorted) {
    const [from, to] = [layer.inputs[0], layer.outputs[0]];
    if (!from || !to || from.type === to.type) continue;
    const before = writers.get(from.name);
    const after = servedBy(layer, report);
    if (!before && asked === 'FP16' && to.type === 'FP16') {
      return { text: 'Let the model take FP16 inputs: the conversion moves out of the engine.', keepIo: false };
    }
    const wide = widerBy(from.type, to.type) > 0 ? before : after;
    const node = wide && nodesOf(wide)[0];
    if (node === undefined || widerBy(wide?.precision ?? '', asked) <= 0) continue;
    const parsed = precisionSchema.safeParse(asked.toLowerCase());
    if (!parsed.success) continue;
    const adds = after && wide === before && nodesOf(after).find((one) => facts.operator(one) === 'Add');
    const text = adds
      ? asked.startsWith('INT')
        ? `Quantize the residual input of ${adds}: let ${node} compute in ${asked} too.`
        : `Let ${node} compute in ${asked} too, so that the residual input of ${adds} is not converted.`
      : `Let ${node} compute in ${asked} too, so that nothing is converted around it.`;
    return { text, layers: { [node]: parsed.data } };
  }
  return null;
}
