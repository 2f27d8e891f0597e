// How the collector is set in processes through which requests pass.

/**
 * Bodies of requests live shortly, and lie outside the heap that the collector sees: on its own it walks the whole heap
 * for every few megabytes of them. So they count as heap, which may be as large as this before it is walked.
 */
export const collectorOptions: readonly string[] = [
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
  '--external-memory-accounted-in-global-limit',
  '--initial-old-space-size=256',
];
