// What each layer that a recipe keeps out of INT8 costs in time, and what it gains in exactness.
import type { SearchLayer, SearchPoint } from '#core/contract/search.ts';
import { expectedSqnr, gainMs } from './weighLayers.ts';

export interface KeptCost {
  readonly layer: SearchLayer;
  /** Milliseconds that INT8 would save in the layer; below 0 where it would save none; null where times are not known. */
  readonly ms: number | null;
  /** dB of SQNR that the outputs would lose with this layer in INT8 too, the layers' errors taken as independent; null where all that errs is kept. */
  readonly db: number | null;
}

/** Those that take away most error first. */
export function keptCosts({ kept }: SearchPoint, layers: readonly SearchLayer[]): readonly KeptCost[] {
  const names = new Set(kept);
  const all = expectedSqnr(layers, names);
  return layers
    .filter(({ node }) => names.has(node))
    .toSorted((a, b) => b.noise - a.noise)
    .map((layer) => {
      const without = expectedSqnr(layers, new Set(kept.filter((name) => name !== layer.node)));
      const db = all - without;
      return { layer, ms: gainMs(layer), db: Number.isFinite(db) ? db : null };
    });
}
