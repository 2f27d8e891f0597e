// A part of too many things to draw, the same part however the rest changes: a view that moves does not flicker.

/** Of each power of two of neighbouring places one, so that no more than about `most` are left; all where they are no more. */
export function thinned(places: ArrayLike<number>, most: number): Int32Array {
  let step = 1;
  while (places.length > most * step) step *= 2;
  const all = Int32Array.from(places);
  if (step === 1) return all;
  const some = all.filter((place) => place % step === 0);
  // Places that lie unevenly may leave more.
  return some.length > most ? some.subarray(0, most) : some;
}
