// Which samples and which tensors set a range that hardly anything else needs.

/** The two samples with the largest |x| in one tensor; indexes are −1 where there is none. */
export interface Widest {
  readonly first: { readonly sample: number; readonly maximum: number };
  readonly second: number;
}

export const nothingSeen: Widest = { first: { sample: -1, maximum: 0 }, second: 0 };

/** Of equal samples the one with the lower index counts as first, whatever the order in which they come. */
export function widen(widest: Widest, sample: number, maximum: number): Widest {
  const { first, second } = widest;
  const isFirst = first.sample < 0 || maximum > first.maximum || (maximum === first.maximum && sample < first.sample);
  if (isFirst) return { first: { sample, maximum }, second: first.sample < 0 ? 0 : first.maximum };
  return maximum > second ? { first, second: maximum } : widest;
}

export interface LoneSample {
  readonly sample: number;
  readonly tensors: readonly string[];
  readonly factor: number;
}

/** A sample alone makes a range at least half as wide again as all others together need. */
const loneFactor = 1.5;
/** Among fewer samples, one that stands out says nothing. */
const enoughSamples = 8;

/**
 * The samples without which ranges would be narrower by a third or more, those that widen most tensors first.
 *
 * @param widest by tensor.
 * @param samples how many were seen.
 */
export function loneSamples(widest: ReadonlyMap<string, Widest>, samples: number): readonly LoneSample[] {
  if (samples < enoughSamples) return [];
  const found = new Map<number, { tensors: string[]; factor: number }>();
  for (const [tensor, { first, second }] of widest) {
    // Nothing but zeros elsewhere is no scale to measure by.
    if (second === 0 || first.maximum < loneFactor * second) continue;
    const known = found.get(first.sample) ?? { tensors: [], factor: 0 };
    known.tensors.push(tensor);
    found.set(first.sample, { tensors: known.tensors, factor: Math.max(known.factor, first.maximum / second) });
  }
  return [...found]
    .map(([sample, { tensors, factor }]) => ({ sample, tensors, factor }))
    .sort((a, b) => b.tensors.length - a.tensors.length || b.factor - a.factor || a.sample - b.sample);
}

export interface LoneTensor {
  readonly tensor: string;
  readonly factor: number;
}

/** From here on the bulk of the values has fewer than 5 of INT8's 7 bits of magnitude where nothing is clipped. */
const tensorFactor = 4;

/** @param bulk the bound on |x| that 99.99 % of the values keep, and `maximum` the largest |x|. */
export function loneTensors(
  tensors: readonly { readonly tensor: string; readonly bulk: number; readonly maximum: number }[],
): readonly LoneTensor[] {
  return tensors
    .filter(({ bulk, maximum }) => bulk > 0 && maximum >= tensorFactor * bulk)
    .map(({ tensor, bulk, maximum }) => ({ tensor, factor: maximum / bulk }))
    .sort((a, b) => b.factor - a.factor);
}
