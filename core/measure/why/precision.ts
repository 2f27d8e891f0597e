// Layers that multiply and yet work in a wider type than was asked for.
import { precisionSchema } from '#core/contract/recipe.ts';
import type { RecipeChange, WhyFinding } from '#core/contract/why.ts';
import { nodesOf } from '#core/fusion/engine/engineReport.ts';
import { widerBy } from '#core/fusion/engine/layerPrecision.ts';
import { byTime, type Facts, msText, multiplyingNodes, percentOf, sumMs } from './facts.ts';

export function precision(facts: Facts): readonly WhyFinding[] {
  const { report, name, precision: asked } = facts.other;
  if (asked === null) return [];
  const multiply = report.layers.filter(
    (layer) => layer.role === 'compute' && multiplyingNodes(layer, facts.operator).length > 0,
  );
  const wide = byTime(multiply.filter((layer) => widerBy(layer.precision, asked.toUpperCase()) > 0));
  const [longest] = wide;
  if (!longest) return [];
  const types = [...new Set(wide.map((layer) => layer.precision))];
  const ms = sumMs(wide);
  const cost = report.totalMs === null ? '' : `: ${msText(ms)} (${percentOf(ms, report)} of ${name})`;
  const nodes = wide.flatMap((layer) => multiplyingNodes(layer, facts.operator));
  const lead = longest.ms === null ? 'such as' : 'the longest is';
  return [
    {
      kind: 'precision',
      // What it costs is what a narrower type could save at best: the share that the width does.
      ms: report.totalMs === null ? null : ms * (1 - 1 / gain(longest.precision, asked)),
      text: `${wide.length} of ${multiply.length} layers that multiply work in ${oneOf(types)}, not in ${asked.toUpperCase()}${cost}; ${lead} ${nodesOf(longest)[0] ?? longest.name}.`,
      nodes,
      change: wide.length === multiply.length ? noneAtAll(facts) : changeFor(nodes, asked),
    },
  ];
}

function oneOf(types: readonly string[]): string {
  return types.length < 2 ? types.join('') : `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
}

const widths: Readonly<Record<string, number>> = {
  FP32: 32,
  TF32: 19,
  BF16: 16,
  FP16: 16,
  FP8: 8,
  INT8: 8,
  INT4: 4,
  FP4: 4,
};

/** How much faster a layer may become at best, by the widths of the types. */
export function gain(from: string, to: string): number {
  return Math.max(1, (widths[from.toUpperCase()] ?? 32) / (widths[to.toUpperCase()] ?? 32));
}

/** Where not one layer took the type, the target has no kernels for it, or its builder found none that is faster. */
function noneAtAll({ base, other }: Facts): RecipeChange {
  const asked = (other.precision ?? '').toUpperCase();
  return {
    text: `No kernel of this target works in ${asked} here: take ${base.name}, or a target that gains from ${asked}.`,
  };
}

function changeFor(nodes: readonly string[], asked: string): RecipeChange | null {
  const parsed = precisionSchema.safeParse(asked);
  if (!parsed.success || nodes.length === 0) return null;
  return {
    text: `Ask for ${asked.toUpperCase()} in the recipe, node by node: ${nodes.length === 1 ? (nodes[0] ?? '') : `these ${nodes.length}`}. A builder that was free to choose timed what it took as faster.`,
    layers: Object.fromEntries(nodes.map((node) => [node, parsed.data])),
  };
}
