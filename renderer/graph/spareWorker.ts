// Keeps one graph worker started and warmed up, so that a model that is chosen is read at once.

let spare: Worker | null = null;

function start(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}

/** The spare worker where there is one, else a new one. */
export function takeWorker(): Worker {
  const worker = spare ?? start();
  spare = null;
  return worker;
}

/** Starts the next worker once the window is at rest. */
export function keepSpareWorker(): void {
  globalThis.requestIdleCallback?.(
    () => {
      if (spare) return;
      spare = start();
      spare.postMessage({ type: 'warm' });
    },
    { timeout: 2_000 },
  );
}
