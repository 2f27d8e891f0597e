// What every kind of job says of itself before it runs.
import type { Job, JobKind, JobRequest, JobResult } from '#core/contract/job.ts';
import type { Precision } from '#core/contract/recipe.ts';
import type { Target } from '#core/contract/target.ts';
import type { Task, TaskKind, TaskOf } from '#core/contract/task.ts';
import type { Library } from '../library.ts';

export interface JobHead {
  readonly title: string;
  readonly model: string | null;
  readonly precision: Precision | null;
  readonly target: Target | null;
  readonly device: string | null;
}

/** A job that a worker process does. */
export interface WorkerPlan<K extends TaskKind> {
  readonly kind: K;
  /** Throws LatheError where an id is unknown: nothing is queued then. */
  head(request: JobRequest<K>, library: Library): JobHead;
  /** Ids become paths. Called when the job starts. */
  task(request: JobRequest<K>, library: Library, place: Task['place']): TaskOf<K>;
  /** Remembers what came out; returns the product's id, or null where the result is all there is. */
  keep(result: JobResult<K>, library: Library): string | null;
}

/** What a job that only waits for others can do. */
export interface Steps {
  /** Runs another job as a step of this one. Resolves when it has ended, however it ended. */
  run<K extends JobKind>(kind: K, request: JobRequest<K>): Promise<StepOutcome<K>>;
  progress(phase: string, done: number, total: number): void;
  log(line: string): void;
  readonly id: string;
  readonly cancelled: boolean;
}

export interface StepOutcome<K extends JobKind> {
  readonly job: Job;
  /** Null where the job did not get done. */
  readonly result: JobResult<K> | null;
}

/** A job made of other jobs; it takes no device. */
export interface ParentPlan<K extends JobKind> {
  readonly kind: K;
  head(request: JobRequest<K>, library: Library): JobHead;
  /** Throws LatheError where nothing worth keeping came out. */
  run(request: JobRequest<K>, library: Library, steps: Steps): Promise<JobResult<K>>;
  keep(result: JobResult<K>, library: Library): string | null;
}
