// The search for the highest rate of arrivals that a server bears: halving between what held and what did not.

export interface TriedRate {
  readonly rate: number;
  readonly holds: boolean;
}

export interface RateBounds {
  /** The highest that held; null: none. */
  readonly held: number | null;
  /** The lowest above it that did not hold; null: none. */
  readonly broken: number | null;
}

/** A rate that broke below one that held met noise: whatever else a machine does only ever adds latency. */
export function rateBounds(tried: readonly TriedRate[]): RateBounds {
  const held = tried.filter(({ holds }) => holds).map(({ rate }) => rate);
  const highest = held.length > 0 ? Math.max(...held) : null;
  const broken = tried.filter(({ holds, rate }) => !holds && rate > (highest ?? 0)).map(({ rate }) => rate);
  return { held: highest, broken: broken.length > 0 ? Math.min(...broken) : null };
}

/** Beyond this the noise of one round is larger than the difference. */
const closeEnough = 1.03;
/** Where nothing broke yet. */
const further = 1.5;
/** Where nothing held yet. */
const back = 0.5;

/** The rate to try next; null where both bounds lie close together, or rates have become too low to tell. */
export function nextRate(tried: readonly TriedRate[], lowest: number): number | null {
  const { held, broken } = rateBounds(tried);
  if (held === null && broken === null) return null;
  if (broken === null) return (held as number) * further;
  if (held === null) return broken * back < lowest ? null : broken * back;
  return broken / held <= closeEnough ? null : (held + broken) / 2;
}
