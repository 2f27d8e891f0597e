// Work that can wait until the window has nothing else to do.

const longestWait = 2_000;

/** Returns what calls it off. */
export function whenIdle(work: () => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const asked = requestIdleCallback(work, { timeout: longestWait });
    return () => cancelIdleCallback(asked);
  }
  const asked = setTimeout(work);
  return () => clearTimeout(asked);
}
