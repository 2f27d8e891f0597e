// One clock for all threads and processes of the machine: `performance.now` begins anew in each.

/** Milliseconds since some moment that all share. */
export function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
