// What the latencies of a GPU are made of, gathered over the rounds of a measurement.
import type { GpuOptions, GpuTimes } from '#core/contract/gpu.ts';
import { energyOf } from '#core/measure/gpu/energy.ts';
import { gpuSight } from '#core/measure/gpu/sight.ts';
import { gpuWarnings } from '#core/measure/gpu/warnings.ts';
import { summarizeLatency } from '#core/measure/latency.ts';
import type { NativeTimings } from '#electron/worker/backends/tensorrt/nativeTypes.ts';

/** One turn of an engine on a GPU. */
export interface GpuTurn {
  readonly timings: NativeTimings;
}

/** Undefined where nothing ran on a GPU. */
export function gpuTimes(turns: readonly GpuTurn[], options: GpuOptions): GpuTimes | undefined {
  const last = turns.at(-1)?.timings;
  if (!last) return undefined;
  const all = (part: 'h2d' | 'compute' | 'd2h' | 'enqueue') =>
    summarizeLatency(turns.flatMap(({ timings }) => Array.from(timings[part])));
  const looks = turns.map(({ timings }) => timings.samples);
  const wallMs = turns.reduce((sum, { timings }) => sum + timings.wallMs, 0);
  const count = turns.reduce((sum, { timings }) => sum + timings.compute.length, 0);
  const problem = turns.find(({ timings }) => timings.graphProblem !== '')?.timings.graphProblem ?? null;
  const { ms: _, ...state } = last.samples.at(-1) ?? { ms: 0 };
  const measured = {
    h2dMs: all('h2d'),
    computeMs: all('compute'),
    d2hMs: all('d2h'),
    enqueueMs: all('enqueue'),
    streams: options.streams,
    transfers: options.transfers,
    graph: { used: options.graph && problem === null, problem },
    sight: gpuSight(looks),
    energy: energyOf(looks, wallMs, count),
  };
  return { ...measured, state, warnings: gpuWarnings(measured) };
}
