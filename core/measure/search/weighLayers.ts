// What 8 bits cost and gain in each layer, and in which order layers are best kept out of them.
import type { SearchLayer } from '#core/contract/search.ts';
import type { LayerSensitivity } from '#core/contract/sensitivity.ts';

export type LayerTimes = Readonly<Record<string, number>>;

/** An error that has no figure (NaN, infinities) outweighs all that have one. */
const unbounded = 1e6;

/** Noise over signal, the inverse of SQNR: 10^(−SQNR / 10). 0 for identical outputs. */
export function noiseOf({ sqnrDb, maxAbsError }: Pick<LayerSensitivity, 'sqnrDb' | 'maxAbsError'>): number {
  if (sqnrDb !== null) return 10 ** (-sqnrDb / 10);
  return maxAbsError === 0 ? 0 : unbounded;
}

export function weighLayers(
  layers: readonly LayerSensitivity[],
  fp32: LayerTimes,
  int8: LayerTimes,
): readonly SearchLayer[] {
  const total = layers.reduce((sum, layer) => sum + noiseOf(layer), 0);
  return layers.map((layer) => ({
    node: layer.node,
    opType: layer.opType,
    sqnrDb: layer.sqnrDb,
    noise: total > 0 ? noiseOf(layer) / total : 0,
    fp32Ms: fp32[layer.node] ?? null,
    int8Ms: int8[layer.node] ?? null,
    chosen: 'int8',
  }));
}

/** What converting costs at the least: a share of the layer's own time, and milliseconds. */
const conversion = 0.1;
const shortest = 1e-4;

/**
 * The names of the layers in the order in which they are kept out of INT8: by error taken away for each millisecond
 * given up, where none is given up for nothing, since a layer that leaves INT8 between others has to convert what it
 * reads and writes. Where times are not known, by error alone.
 */
export function keepOrder(layers: readonly SearchLayer[]): readonly string[] {
  const rank = (layer: SearchLayer) => {
    const gain = gainMs(layer);
    return gain === null ? layer.noise : layer.noise / Math.max(gain, conversion * (layer.fp32Ms ?? 0), shortest);
  };
  const byRank = (a: SearchLayer, b: SearchLayer) => {
    const [first, second] = [rank(a), rank(b)];
    return first === second ? b.noise - a.noise : second - first;
  };
  return layers.toSorted(byRank).map(({ node }) => node);
}

/** Milliseconds that INT8 saves in the layer; null where they are not known. */
export function gainMs({ fp32Ms, int8Ms }: Pick<SearchLayer, 'fp32Ms' | 'int8Ms'>): number | null {
  return fp32Ms === null || int8Ms === null ? null : fp32Ms - int8Ms;
}

/**
 * The SQNR in dB to expect with these layers in FP32 and all others in INT8, the layers' errors taken as independent so
 * that their powers add up. Infinite where nothing is left that errs.
 */
export function expectedSqnr(layers: readonly SearchLayer[], kept: ReadonlySet<string>): number {
  const noise = layers.filter(({ node }) => !kept.has(node)).map((layer) => noiseOf({ ...layer, maxAbsError: 0 }));
  return -10 * Math.log10(noise.reduce((sum, each) => sum + each, 0));
}
