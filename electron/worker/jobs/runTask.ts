// From a task to the job that does it. A worker does one task, so that it loads what that one needs and no more.
import type { Task } from '#core/contract/task.ts';
import type { Context } from '#electron/worker/context.ts';

const jobs = {
  calibrate: () => import('./calibrate.ts'),
  build: () => import('./build.ts'),
  bench: () => import('./bench.ts'),
  evaluate: () => import('./evaluate.ts'),
  sensitivity: () => import('./sensitivity.ts'),
  load: () => import('./load.ts'),
} as const;

/** Begins to load the job for tasks of that kind; what cannot be loaded is told when a task asks for it. */
export function loadJob(kind: string | undefined): void {
  for (const [name, load] of Object.entries(jobs)) if (name === kind) load().catch(() => {});
}

export async function runTask(context: Context, task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'calibrate':
      return (await jobs.calibrate()).calibrate(context, task);
    case 'build':
      return (await jobs.build()).build(context, task);
    case 'bench':
      return (await jobs.bench()).bench(context, task);
    case 'evaluate':
      return (await jobs.evaluate()).evaluate(context, task);
    case 'sensitivity':
      return (await jobs.sensitivity()).sensitivity(context, task);
    case 'load':
      return (await jobs.load()).load(context, task);
  }
}
