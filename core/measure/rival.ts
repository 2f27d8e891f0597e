// What a build has to be faster than to be worth having.

/**
 * The fastest by its median latency, the first of equals; undefined where there is none. A build that beats FP32 and not
 * FP16 gains nothing, so each is held against the fastest of those before it in a comparison.
 */
export function rivalOf<Timed>(before: readonly Timed[], medianOf: (one: Timed) => number): Timed | undefined {
  return before.reduce<Timed | undefined>(
    (best, one) => (best === undefined || medianOf(one) < medianOf(best) ? one : best),
    undefined,
  );
}
