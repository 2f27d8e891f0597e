// What a search says in plain sentences.
import type { SearchLayer, SearchPoint } from '#core/contract/search.ts';
import { isQuantized } from '#core/precision/precisionPlan.ts';
import { formatMs } from '../report/units.ts';
import { keptCosts } from './keptCosts.ts';
import { gainMs } from './weighLayers.ts';

export interface Found {
  readonly points: readonly SearchPoint[];
  readonly layers: readonly SearchLayer[];
  readonly chosen: SearchPoint | undefined;
  /** Whether there was time for all that was to be tried. */
  readonly complete: boolean;
}

export function searchFindings({ points, layers, chosen, complete }: Found): string[] {
  const base = points.find(({ precision }) => precision === 'fp32');
  return [
    points.every(({ latencyMs }) => latencyMs === null) ? unmeasured : choice(chosen, base, layers.length),
    ...(chosen ? costs(chosen, layers) : []),
    ...freeLayers(chosen, layers),
    ...(complete ? [] : ['Time ran out before all was tried: the same search goes on from here.']),
  ];
}

const unmeasured = 'No recipe has been measured yet.';

function choice(chosen: SearchPoint | undefined, base: SearchPoint | undefined, layers: number): string {
  if (!chosen) return 'Nothing that was measured holds the bound.';
  const ratio =
    base && base.build !== chosen.build && base.latencyMs && chosen.latencyMs
      ? `, ${(base.latencyMs / chosen.latencyMs).toFixed(2)} times as fast as FP32`
      : '';
  const speed = chosen.latencyMs === null ? '' : ` It takes ${formatMs(chosen.latencyMs)}${ratio}.`;
  return `${pointName(chosen, layers)} is the fastest recipe that holds the bound.${speed}`;
}

/** `INT8`, `INT8 with 3 of 50 layers in FP32`, `INT8 among FP16`. */
export function pointName({ precision, kept, recipe }: SearchPoint, layers: number): string {
  const other = isQuantized(precision) && recipe.otherPrecision !== 'fp32' ? recipe.otherPrecision : undefined;
  const name = `${precision.toUpperCase()}${other ? ` among ${other.toUpperCase()}` : ''}`;
  if (kept.length === 0) return name;
  const higher = (recipe.layers[kept[0] ?? ''] ?? 'fp32').toUpperCase();
  return `${name} with ${kept.length} of ${layers} layers in ${higher}`;
}

const named = 5;

function costs(point: SearchPoint, layers: readonly SearchLayer[]): string[] {
  return keptCosts(point, layers)
    .slice(0, named)
    .map(({ layer, ms, db }) => {
      const cost = ms === null ? '' : ms > 0 ? ` costs ${formatMs(ms)} and` : ' costs no time and';
      const gain = db === null ? '' : `, about ${db.toFixed(1)} dB`;
      return `Keeping '${layer.node}' out of INT8${cost} takes away ${(100 * layer.noise).toFixed(1)} % of the error${gain}.`;
    });
}

function freeLayers(chosen: SearchPoint | undefined, layers: readonly SearchLayer[]): string[] {
  if (chosen?.precision !== 'int8') return [];
  const slower = layers.filter((layer) => !chosen.kept.includes(layer.node) && (gainMs(layer) ?? 1) < 0);
  if (slower.length === 0) return [];
  return [
    `${slower.length} of its layers are no faster in INT8 than in FP32 by themselves; they stay because leaving INT8 between their neighbours costs more.`,
  ];
}
