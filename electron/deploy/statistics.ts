// How a version fares, for the workbench and the protocol's statistics call: totals, and the last moments' latencies.

export interface Totals {
  readonly requests: number;
  readonly errors: number;
  readonly inferences: number;
  readonly rows: number;
  /** Sums in milliseconds. */
  readonly answerMs: number;
  readonly queueMs: number;
  readonly computeMs: number;
  readonly queued: number;
}

export interface VersionStatistics {
  onAnswer(ms: number): void;
  onError(): void;
  onQueued(ms: number): void;
  onBatch(rows: number, requests: number, computeMs: number): void;
  totals(): Totals;
  /** Milliseconds of the answers since this was last called, at most so many as are kept. */
  takeLatencies(): Float64Array;
}

const kept = 8192;

export function versionStatistics(): VersionStatistics {
  const latencies = new Float64Array(kept);
  let fresh = 0;
  const sum = { requests: 0, errors: 0, inferences: 0, rows: 0, answerMs: 0, queueMs: 0, computeMs: 0, queued: 0 };
  return {
    onAnswer(ms) {
      sum.requests += 1;
      sum.answerMs += ms;
      // When more come in a second, the later ones take the earlier ones' places.
      latencies[fresh % kept] = ms;
      fresh += 1;
    },
    onError() {
      sum.errors += 1;
    },
    onQueued(ms) {
      sum.queued += 1;
      sum.queueMs += ms;
    },
    onBatch(rows, _requests, computeMs) {
      sum.inferences += 1;
      sum.rows += rows;
      sum.computeMs += computeMs;
    },
    totals: () => ({ ...sum }),
    takeLatencies() {
      const taken = latencies.slice(0, Math.min(fresh, kept));
      fresh = 0;
      return taken;
    },
  };
}
