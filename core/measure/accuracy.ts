// How far an engine's outputs are from the reference's: accumulated value by value, in float64.

export interface OutputErrors {
  /** Σxy / √(Σx²·Σy²), at most 1 in size; null where undefined (an all-zero reference, or values that are not finite). */
  readonly cosine: number | null;
  /** 10·log₁₀(Σx² / Σ(x − y)²) in dB; null where undefined, and where x and y are the same (then `cosine` is 1). */
  readonly sqnrDb: number | null;
  /** max |x − y|; Number.MAX_VALUE where one is finite and the other is not. */
  readonly maxAbsError: number;
  /** Σ|x − y| / n over elements that are finite in both; null where there is none. */
  readonly meanAbsError: number | null;
  /** Elements that are finite in the reference and not here, or the other way round. */
  readonly notFinite: number;
}

export interface ErrorAccumulator {
  /** Adds elements pair by pair, x from the reference. @throws RangeError where the lengths differ. */
  add(reference: ArrayLike<number>, values: ArrayLike<number>): void;
  result(): OutputErrors;
}

/** Elements that are not finite in both count as equal where they are the same (as −∞ in a mask), and then add nothing. */
export function errorAccumulator(): ErrorAccumulator {
  let dot = 0;
  let signal = 0;
  let power = 0;
  let noise = 0;
  let largest = 0;
  let notFinite = 0;
  let total = 0;
  let count = 0;
  return {
    add(reference, values) {
      if (reference.length !== values.length) {
        throw new RangeError(`an output has ${values.length} elements where the reference has ${reference.length}`);
      }
      for (let index = 0; index < reference.length; index += 1) {
        const x = reference[index] as number;
        const y = values[index] as number;
        const difference = x - y;
        if (Number.isFinite(difference)) {
          dot += x * y;
          signal += x * x;
          power += y * y;
          noise += difference * difference;
          const size = Math.abs(difference);
          total += size;
          count += 1;
          if (size > largest) largest = size;
        } else if (!Object.is(x, y)) notFinite += 1;
      }
    },
    result() {
      const meanAbsError = count === 0 ? null : total / count;
      const rest = { meanAbsError, notFinite };
      if (notFinite > 0) return { cosine: null, sqnrDb: null, maxAbsError: Number.MAX_VALUE, ...rest };
      if (largest === 0) return { cosine: signal > 0 ? 1 : null, sqnrDb: null, maxAbsError: 0, ...rest };
      if (signal === 0) return { cosine: null, sqnrDb: null, maxAbsError: largest, ...rest };
      // An output of zeros has no direction; against a reference that has one that is as wrong as a right angle.
      const cosine = power === 0 ? 0 : dot / Math.sqrt(signal) / Math.sqrt(power);
      // Squares of the smallest numbers are 0.
      const sqnrDb = 10 * Math.log10(signal / Math.max(noise, Number.MIN_VALUE));
      return { cosine: Math.min(1, Math.max(-1, cosine)), sqnrDb, maxAbsError: largest, ...rest };
    },
  };
}

type Exactness = Pick<OutputErrors, 'sqnrDb' | 'maxAbsError'>;

/** The worse of two outputs: by SQNR, where identical outputs are the best and undefined figures the worst. */
export function worse<E extends Exactness>(first: E, second: E): E {
  return exactness(second) < exactness(first) ? second : first;
}

/** SQNR in dB with the ends put in order: −∞ for undefined or not finite, +∞ for identical. */
export function exactness(errors: Exactness): number {
  if (errors.sqnrDb !== null) return errors.sqnrDb;
  return errors.maxAbsError === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
