// Times one synchronous call again and again.

export interface Timed {
  /** Milliseconds of each call, in order. */
  readonly latencies: Float64Array;
  /** Milliseconds from the first call's start to the last one's end, pauses left out. */
  readonly wallMs: number;
}

/** Every so many calls the event loop runs once, outside the timing, so that outputs can be freed. */
const callsBetweenTurns = 64;

/** Calls until both `ms` have passed and `iterations` are done, as trtexec's `--duration` and `--iterations` do. */
export async function timeRuns(
  call: () => void,
  until: { readonly ms: number; readonly iterations: number },
): Promise<Timed> {
  const latencies: number[] = [];
  let away = 0;
  const begin = performance.now();
  let end = begin;
  while (latencies.length < until.iterations || end - begin - away < until.ms) {
    if (latencies.length % callsBetweenTurns === callsBetweenTurns - 1) {
      const left = performance.now();
      await new Promise((resolve) => setImmediate(resolve));
      away += performance.now() - left;
    }
    const start = performance.now();
    call();
    end = performance.now();
    latencies.push(end - start);
  }
  return { latencies: Float64Array.from(latencies), wallMs: end - begin - away };
}
