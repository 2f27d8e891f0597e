// Round numbers along an axis.

/** Ticks from 0 to at most `end` at steps of 1, 2 or 5 times a power of ten, about `wanted` of them. */
export function ticks(end: number, wanted: number): number[] {
  if (!(end > 0) || !Number.isFinite(end)) return [0];
  const rough = end / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}
