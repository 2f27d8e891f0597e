// How memory is kept in processes through which requests pass.

/**
 * Bodies of requests live shortly, and lie outside the heap that the collector sees: on its own it walks the whole heap
 * for every few megabytes of them. So they count as heap, which may be as large as this before it is walked.
 */
export const collectorOptions: readonly string[] = [
  '--min-semi-space-size=4',
  '--max-semi-space-size=4',
  '--external-memory-accounted-in-global-limit',
  '--initial-old-space-size=256',
];

/**
 * Read by glibc, unknown elsewhere. What bodies leave is kept for the next ones up to so many bytes: given back to the system
 * every time, each page of each body would have to be asked for anew.
 */
export const allocatorSettings: Readonly<Record<string, string>> = {
  MALLOC_TRIM_THRESHOLD_: String(2 ** 27),
  MALLOC_MMAP_THRESHOLD_: String(2 ** 25),
};
