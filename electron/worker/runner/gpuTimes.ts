// What the latencies of a GPU are made of, gathered over the rounds of a measurement.
import type { GpuTimes } from '#core/contract/measurement.ts';
import { summarizeLatency } from '#core/measure/latency.ts';
import type { GpuState, NativeTimings } from '#electron/worker/backends/tensorrt/nativeTypes.ts';

/** One turn of an engine on a GPU. */
export interface GpuTurn {
  readonly timings: NativeTimings;
  /** At its end; null where the driver does not tell. */
  readonly state: GpuState | null;
}

/** Undefined where nothing ran on a GPU. */
export function gpuTimes(turns: readonly GpuTurn[]): GpuTimes | undefined {
  const last = turns.at(-1);
  if (!last) return undefined;
  const all = (part: 'h2d' | 'compute' | 'd2h' | 'enqueue') =>
    summarizeLatency(turns.flatMap(({ timings }) => Array.from(timings[part])));
  return {
    h2dMs: all('h2d'),
    computeMs: all('compute'),
    d2hMs: all('d2h'),
    enqueueMs: all('enqueue'),
    state: { ...last.state },
  };
}
