// One clock for all threads of the process: `performance.now` begins anew in each.

/** Milliseconds since some moment that all threads share. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
