// Regions of the model that are slower in the narrower engine than in the wider one: better kept as they were.
import type { Precision } from '#core/contract/recipe.ts';
import type { RecipeChange, WhyFinding } from '#core/contract/why.ts';
import type { ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import { widerBy } from '#core/fusion/engine/layerPrecision.ts';
import type { MatchedRegion } from '#core/fusion/engine/matchEngines.ts';
import { counted, type Facts, msText, multiplyingNodes, percentOf } from './facts.ts';

/** Below this share of a region's time a difference is noise of the profile. */
const certain = 0.05;

export function regions(facts: Facts): readonly WhyFinding[] {
  const { base, other } = facts;
  const all = facts.regions.map((region) => atEqualClocks(region, facts.slowdown));
  const slower = all.filter(
    ({ nodes, aMs, deltaMs }) => nodes.length > 0 && deltaMs !== null && deltaMs > certain * (aMs ?? 0),
  );
  const [worst] = slower.toSorted((x, y) => (y.deltaMs ?? 0) - (x.deltaMs ?? 0));
  const lost = slower.reduce((sum, { deltaMs }) => sum + (deltaMs ?? 0), 0);
  if (!worst || lost <= 0) return [];
  const faster = all.reduce((sum, { deltaMs }) => sum - Math.min(0, deltaMs ?? 0), 0);
  const won = faster > 0 ? `, while the others gain ${msText(faster)}` : '';
  return [
    {
      kind: 'regions',
      ms: lost,
      text: `${facts.slowdown === 1 ? '' : 'At equal clocks '}${counted(slower.length, 'region')} of the model ${slower.length === 1 ? 'is' : 'are'} slower than in ${base.name}: ${msText(lost)} lost (${percentOf(lost, other.report)} of ${other.name})${won}; most around ${lead(worst, facts)} (${change(worst.aMs ?? 0, worst.bMs ?? 0)}).`,
      nodes: [...new Set(slower.flatMap((region) => region.nodes))],
      change: changeFor(slower, facts),
    },
  ];
}

function atEqualClocks(region: MatchedRegion, slowdown: number): MatchedRegion {
  if (region.aMs === null || region.bMs === null) return region;
  const bMs = region.bMs / slowdown;
  return { ...region, bMs, deltaMs: bMs - region.aMs };
}

function lead(region: MatchedRegion, facts: Facts): string {
  return weighted(region, facts)[0] ?? region.nodes[0] ?? '';
}

function weighted(
  { b }: MatchedRegion,
  { other, operator }: Facts,
  counts: (layer: ReportedLayer) => boolean = () => true,
): readonly string[] {
  return b.flatMap((at) => {
    const layer = other.report.layers[at];
    return layer && counts(layer) ? multiplyingNodes(layer, operator) : [];
  });
}

function changeFor(slower: readonly MatchedRegion[], facts: Facts): RecipeChange | null {
  const { base, other } = facts;
  const kept: Precision = base.precision ?? 'fp32';
  // Held against a narrower engine, what is slow is not slow for being narrow.
  if (other.precision === null || widerBy(kept.toUpperCase(), other.precision.toUpperCase()) <= 0) return null;
  // What worked in that precision here too is slower for another reason.
  const narrowed = (region: MatchedRegion) =>
    weighted(region, facts, ({ precision }) => precision !== 'TF32' && widerBy(kept.toUpperCase(), precision) > 0);
  const nodes = [...new Set(slower.flatMap(narrowed))];
  if (nodes.length === 0) return null;
  const lost = slower
    .filter((region) => narrowed(region).length > 0)
    .reduce((sum, { deltaMs }) => sum + (deltaMs ?? 0), 0);
  return {
    text: `Keep ${nodes.length === 1 ? nodes[0] : `the ${nodes.length} nodes that multiply there`} in ${kept.toUpperCase()}: up to ${msText(lost)} less, where no new conversions are needed.`,
    layers: Object.fromEntries(nodes.map((node) => [node, kept])),
  };
}

function change(before: number, after: number): string {
  return before === 0 ? `${msText(after)}, where nothing ran before` : `${msText(before)} → ${msText(after)}`;
}
