// What a loop saw: latencies of what was answered, and errors by their cause.
import type { Outcome } from './connection.ts';
import { ok } from './connection.ts';

export interface Samples {
  /** Milliseconds, in no order. */
  readonly latencies: Float64Array;
  readonly causes: Readonly<Record<Outcome, number>>;
}

export interface Recorder {
  add(outcome: Outcome, ms: number): void;
  samples(): Samples;
}

export function createRecorder(): Recorder {
  let latencies = new Float64Array(4096);
  let count = 0;
  const causes: Record<Outcome, number> = {};
  return {
    add(outcome, ms) {
      if (outcome !== ok) {
        causes[outcome] = (causes[outcome] ?? 0) + 1;
        return;
      }
      if (count === latencies.length) {
        const larger = new Float64Array(2 * count);
        larger.set(latencies);
        latencies = larger;
      }
      latencies[count] = ms;
      count += 1;
    },
    samples: () => ({ latencies: latencies.slice(0, count), causes: { ...causes } }),
  };
}
