// The engine that a runner process holds, of whatever backend: fed once, then run and timed.
import type { GpuOptions } from '#core/contract/gpu.ts';
import { openSession, type Prepared } from '#electron/worker/backends/onnxruntime/session.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { LibraryPaths } from '#electron/worker/backends/tensorrt/nativeTypes.ts';
import { openTensorRtSession } from '#electron/worker/backends/tensorrt/session.ts';
import { loadAddon } from '#electron/worker/native.ts';
import type { Values } from '#electron/worker/value.ts';
import type { GpuTurn } from './gpuTimes.ts';
import { type Timed, timeRuns } from './timeRuns.ts';

export interface LoadedEngine {
  readonly inputs: readonly Port[];
  feed(feeds: Values): void;
  /** One inference with what was fed. */
  runOnce(): void;
  run(until: RunUntil): Promise<TimedRuns>;
  /** Outputs of one more inference. */
  outputs(): Values;
}

/** GPU options mean nothing to other devices. */
export interface RunUntil extends Partial<GpuOptions> {
  readonly ms: number;
  readonly iterations: number;
  /** Of each inference too when it began. */
  readonly starts?: boolean | undefined;
}

export interface TimedRuns extends Timed {
  readonly gpu?: GpuTurn | undefined;
}

export function loadOnnxRuntime(engine: string, threads: number): LoadedEngine {
  const session = openSession(engine, { threads, optimization: 'none' });
  let prepared: Prepared = {};
  let given: Values = {};
  return {
    inputs: session.inputs,
    feed(feeds) {
      given = feeds;
      prepared = session.prepare(feeds);
    },
    runOnce: () => session.runPrepared(prepared),
    run: (until) => timeRuns(() => session.runPrepared(prepared), until),
    outputs: () => session.run(given),
  };
}

export function loadTensorRt(engine: string, library: LibraryPaths): LoadedEngine {
  const session = openTensorRtSession(library, engine);
  const busId = loadAddon().nvidiaDevices().devices[0]?.busId;
  return {
    inputs: session.inputs,
    feed: session.feed,
    runOnce: () => void session.infer(),
    async run(until) {
      const timings = session.measure({ ...until, busId });
      const { h2d, compute, d2h, wallMs } = timings;
      const latencies = compute.map((ms, index) => ms + (h2d[index] ?? 0) + (d2h[index] ?? 0));
      return { latencies, wallMs, gpu: { timings } };
    },
    outputs: session.infer,
  };
}
