// Measures engines against each other: interleaved rounds, one engine working at a time, so that noise hits all alike.
import type { BuildRecord } from '#core/contract/build.ts';
import type { JobResult } from '#core/contract/job.ts';
import type { BenchOptions, Measurement } from '#core/contract/measurement.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { summarizeLatency, thin } from '#core/measure/latency.ts';
import { median } from '#core/measure/percentile.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { engineLibrary, isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import { breathe, type Context } from '#electron/worker/context.ts';
import { randomInputs } from '#electron/worker/data/random.ts';
import { deviceName } from '#electron/worker/device.ts';
import { vocabularyOf } from '#electron/worker/model/vocabularyOf.ts';
import { type GpuTurn, gpuTimes } from '#electron/worker/runner/gpuTimes.ts';
import { type Runner, startRunner } from '#electron/worker/runner/runner.ts';

interface Contestant {
  readonly build: BuildRecord;
  readonly runner: Runner;
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

export async function bench(context: Context, task: TaskOf<'bench'>): Promise<JobResult<'bench'>> {
  const { options } = task.request;
  const contestants: Contestant[] = [];
  try {
    for (const [index, build] of task.builds.entries()) {
      context.progress('warming up', index, task.builds.length);
      contestants.push(await open(context, build, options));
      await breathe(context);
    }
    for (let round = 0; round < options.rounds; round += 1) {
      context.progress('measuring', round, options.rounds);
      const first = round % contestants.length;
      for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
        await takeTurn(contestant, options);
      }
      await breathe(context);
    }
    context.progress('measuring', options.rounds, options.rounds);
    return { measurements: contestants.map(measurement) };
  } finally {
    for (const { runner } of contestants) runner.close();
  }
}

async function open(context: Context, build: BuildRecord, options: BenchOptions): Promise<Contestant> {
  const runner = startRunner(context, `the ${build.precision} engine ${build.engine}`);
  try {
    const threads = threadCount(build.recipe.options.threads);
    const tensorrt = isTensorRt(build) ? await engineLibrary(context, build) : undefined;
    const loaded = await runner.ask({ command: 'load', engine: build.engine, threads, tensorrt });
    const vocabulary = await vocabularyOf(build);
    const feeds = randomInputs(loaded.inputs, { profiles: build.recipe.profiles, vocabulary });
    const first = await runner.ask({ command: 'first', feeds });
    const warm = await runner.ask({ command: 'run', ms: options.warmUpMs, iterations: 1 });
    const inputs = Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, [...value.dims]]));
    return {
      build,
      runner,
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

/** Duration and iterations are shared out over the rounds, so that after the last both are reached. */
async function takeTurn(contestant: Contestant, options: BenchOptions): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, restMs));
  await contestant.runner.ask({ command: 'run', ...settle });
  const turn = await contestant.runner.ask({
    command: 'run',
    ms: options.durationMs / options.rounds,
    iterations: Math.ceil(options.iterations / options.rounds),
  });
  contestant.rounds.push(turn.latencies);
  if (turn.gpu) contestant.gpuTurns.push(turn.gpu);
  contestant.wallMs += turn.wallMs;
  contestant.peakMemoryBytes = Math.max(contestant.peakMemoryBytes, turn.peakMemoryBytes);
}

function measurement({ build, opening, rounds, gpuTurns, wallMs, peakMemoryBytes }: Contestant): Measurement {
  const gpu = gpuTimes(gpuTurns);
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
