// Round values along a logarithmic axis: 1, 2 and 5 times powers of ten; only the powers where there are many.

/** Ascending, within [low, high]; `low` is above 0. */
export function logTicks(low: number, high: number): readonly number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const factors = last - first > 3 ? [1] : [1, 2, 5];
  const all: number[] = [];
  for (let power = first; power <= last; power += 1) {
    for (const factor of factors) all.push(Number(`${factor}e${power}`));
  }
  return all.filter((value) => value >= low && value <= high);
}
