// One engine of a measurement: opened and warmed up in a process of its own, then timed in turns.
import type { BuildRecord } from '#core/contract/build.ts';
import type { BenchOptions, Measurement } from '#core/contract/measurement.ts';
import { summarizeLatency, thin } from '#core/measure/latency.ts';
import { median } from '#core/measure/percentile.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { engineLibrary, isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import type { LibraryPaths } from '#electron/worker/backends/tensorrt/nativeTypes.ts';
import type { Context } from '#electron/worker/context.ts';
import { randomInputs } from '#electron/worker/data/random.ts';
import { deviceName } from '#electron/worker/device.ts';
import { vocabularyOf } from '#electron/worker/model/vocabularyOf.ts';
import { type GpuTurn, gpuTimes } from '#electron/worker/runner/gpuTimes.ts';
import { type Runner, startRunner } from '#electron/worker/runner/runner.ts';
import { type Point, profilesAt } from './points.ts';

export interface Contestant {
  readonly build: BuildRecord;
  readonly runner: Runner;
  readonly options: BenchOptions;
  /** What runs the engine; undefined for ONNX Runtime. */
  readonly tensorrt: LibraryPaths | undefined;
  readonly opening: Pick<Measurement, 'loadMs' | 'firstInferenceMs' | 'warmUp' | 'conditions'>;
  readonly rounds: Float64Array[];
  readonly gpuTurns: GpuTurn[];
  wallMs: number;
  peakMemoryBytes: number;
}

/** Engines rest this long between turns: ONNX Runtime's threads spin for a moment after their last inference. */
const restMs = 10;
/** Uncounted inferences at the start of a turn bring caches and clocks back to this engine. */
const settle = { ms: 3, iterations: 1 };
const samplesKept = 4000;

/** @throws LatheError where the engine does not load, or does not take the point's shapes. */
export async function openContestant(
  context: Context,
  build: BuildRecord,
  options: BenchOptions,
  point: Point,
): Promise<Contestant> {
  const runner = startRunner(context, `the ${build.precision} engine ${build.engine}`);
  try {
    const threads = threadCount(build.recipe.options.threads);
    const tensorrt = isTensorRt(build) ? await engineLibrary(context, build) : undefined;
    const loaded = await runner.ask({ command: 'load', engine: build.engine, threads, tensorrt });
    const vocabulary = await vocabularyOf(build);
    const feeds = randomInputs(loaded.inputs, { profiles: profilesAt(point, loaded.inputs, build), vocabulary });
    const first = await runner.ask({ command: 'first', feeds });
    const warm = await runner.ask({ command: 'run', ...howToStart(options), ms: options.warmUpMs, iterations: 1 });
    const inputs = Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, [...value.dims]]));
    return {
      build,
      runner,
      options,
      tensorrt,
      opening: {
        loadMs: loaded.ms,
        firstInferenceMs: first.ms,
        warmUp: { count: warm.latencies.length, ms: warm.wallMs, medianMs: median(warm.latencies) },
        conditions: { device: tensorrt ? build.device : deviceName(), threads, inputs, rounds: options.rounds },
      },
      rounds: [],
      gpuTurns: [],
      wallMs: 0,
      peakMemoryBytes: warm.peakMemoryBytes,
    };
  } catch (error) {
    runner.close();
    throw error;
  }
}

/**
 * Duration and iterations are shared out over the rounds, so that after the last both are reached.
 * @param starts whether it shall be known when each inference began.
 */
export async function takeTurn(contestant: Contestant, starts: boolean): Promise<void> {
  const { runner, options } = contestant;
  const how = howToStart(options);
  await new Promise((resolve) => setTimeout(resolve, restMs));
  await runner.ask({ command: 'run', ...how, ...settle });
  const turn = await runner.ask({
    command: 'run',
    ...how,
    starts,
    ms: options.durationMs / options.rounds,
    iterations: Math.ceil(options.iterations / options.rounds),
  });
  contestant.rounds.push(turn.latencies);
  if (turn.gpu) contestant.gpuTurns.push(turn.gpu);
  contestant.wallMs += turn.wallMs;
  contestant.peakMemoryBytes = Math.max(contestant.peakMemoryBytes, turn.peakMemoryBytes);
}

export function measurementOf(contestant: Contestant): Measurement {
  const { build, options, opening, rounds, gpuTurns, wallMs, peakMemoryBytes } = contestant;
  const gpu = gpuTimes(gpuTurns, options);
  const samples = rounds.flatMap((round) => Array.from(round));
  return {
    build: build.id,
    ...opening,
    latencyMs: summarizeLatency(samples),
    throughput: (1000 * samples.length) / wallMs,
    count: samples.length,
    roundMedians: rounds.map(median),
    samples: thin(samples, samplesKept),
    peakMemoryBytes,
    ...(gpu ? { gpu } : {}),
  };
}

function howToStart({ streams, graph, transfers }: BenchOptions) {
  return { streams, graph, transfers };
}
