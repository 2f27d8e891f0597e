// Measures engines against each other: interleaved rounds, one engine working at a time, so that noise hits all alike.
import { LatheError, toFailure } from '#core/contract/failure.ts';
import type { JobResult } from '#core/contract/job.ts';
import type { Measurement } from '#core/contract/measurement.ts';
import type { BenchExported } from '#core/contract/sweep.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { keepLayers, lacksLayers } from '#electron/worker/backends/onnxruntime/keepLayers.ts';
import { isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import { type Contestant, measurementOf, openContestant, takeTurn } from '#electron/worker/bench/contestant.ts';
import { explainBuilds } from '#electron/worker/bench/explainBuilds.ts';
import { exportFiles, wantsFiles } from '#electron/worker/bench/exportFiles.ts';
import { type Point, pointName, pointsOf } from '#electron/worker/bench/points.ts';
import { breathe, type Context } from '#electron/worker/context.ts';

type Result = JobResult<'bench'>;

/** Of a sweep each point is measured for itself; one that cannot be is left out, and only where none can the job fails. */
export async function bench(context: Context, task: TaskOf<'bench'>): Promise<Result> {
  const { request } = task;
  requireOneDevice(task);
  const points = pointsOf(request.sweep);
  const measurements: Measurement[] = [];
  const skipped: Result['skipped'] = [];
  const exported: BenchExported = {};
  for (const point of points) {
    const name = points.length > 1 ? ` ${pointName(point)}` : '';
    try {
      const measured = await benchPoint(context, task, point, name);
      measurements.push(...measured.measurements);
      Object.assign(exported, measured.exported);
    } catch (error) {
      context.signal.throwIfAborted();
      if (skipped.length === points.length - 1) throw error;
      const { reason } = toFailure(error);
      skipped.push({ point: pointName(point), reason });
      context.log(`Warning: ${pointName(point)} was left out. ${reason}`);
    }
  }
  for (const build of task.builds) {
    if (!isTensorRt(build) && lacksLayers(build.engine))
      await keepLayers(context, { ...build, model: build.rewritten });
  }
  const explanations = await explainBuilds(context, task.builds, measurements);
  return { measurements, skipped, explanations, ...(Object.keys(exported).length > 0 ? { exported } : {}) };
}

async function benchPoint(context: Context, { builds, request }: TaskOf<'bench'>, point: Point, name: string) {
  const { options, exports } = request;
  const contestants: Contestant[] = [];
  try {
    for (const [index, build] of builds.entries()) {
      context.progress(`warming up${name}`, index, builds.length);
      contestants.push(await openContestant(context, build, options, point));
      await breathe(context);
    }
    for (let round = 0; round < options.rounds; round += 1) {
      context.progress(`measuring${name}`, round, options.rounds);
      const first = round % contestants.length;
      for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)])
        await takeTurn(contestant, exports.times !== null);
      await breathe(context);
    }
    context.progress(`measuring${name}`, options.rounds, options.rounds);
    const exported: BenchExported = {};
    for (const contestant of contestants) Object.assign(exported, await exportFiles(context, contestant, exports));
    return { measurements: contestants.map(measurementOf), exported };
  } finally {
    for (const { runner } of contestants) runner.close();
  }
}

function requireOneDevice({ builds, request }: TaskOf<'bench'>): void {
  const { options, sweep, exports } = request;
  const elsewhere = builds.find((build) => !isTensorRt(build));
  if (elsewhere && (options.streams > 1 || options.graph)) {
    throw new LatheError({
      kind: 'use',
      reason: `${options.graph ? 'CUDA graphs' : 'Streams'} are for engines of TensorRT, and ${elsewhere.engine} was built for ${elsewhere.target}.`,
      next: 'Measure it without them, or build it for TensorRT.',
    });
  }
  if (wantsFiles(exports) && (builds.length > 1 || pointsOf(sweep).length > 1)) {
    throw new LatheError({
      kind: 'use',
      reason: 'Files can be exported of one engine in one shape only.',
      next: 'Name one build, and one batch or shape at most.',
    });
  }
}
