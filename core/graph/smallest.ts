// Keeps the smallest of many numbers that come one after another.

export interface Smallest {
  /** Whether a number would be kept now. */
  wants(number: number): boolean;
  offer(number: number): void;
  /** What was kept, ascending. */
  sorted(): Float64Array;
}

/** A heap with the largest on top, so that most numbers are turned away by one comparison. */
export function smallest(limit: number): Smallest {
  let kept = new Float64Array(Math.min(limit, 256));
  let size = 0;
  const at = (place: number) => kept[place] as number;
  const rise = (number: number) => {
    let place = size++;
    for (let above = (place - 1) >> 1; place > 0 && at(above) < number; above = (place - 1) >> 1) {
      kept[place] = at(above);
      place = above;
    }
    kept[place] = number;
  };
  const replaceTop = (number: number) => {
    let place = 0;
    for (let below = 1; below < size; below = 2 * place + 1) {
      if (below + 1 < size && at(below + 1) > at(below)) below++;
      if (at(below) <= number) break;
      kept[place] = at(below);
      place = below;
    }
    kept[place] = number;
  };
  return {
    wants: (number) => size < limit || (limit > 0 && number < at(0)),
    offer(number) {
      if (size === limit) {
        if (limit > 0 && number < at(0)) replaceTop(number);
        return;
      }
      if (size === kept.length) {
        const wider = new Float64Array(Math.min(limit, 2 * size));
        wider.set(kept);
        kept = wider;
      }
      rise(number);
    },
    sorted: () => kept.slice(0, size).sort(),
  };
}
