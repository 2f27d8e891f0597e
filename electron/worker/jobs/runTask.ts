// From a task to the job that does it. A worker does one task, so that it loads what that one needs and no more.
import type { Task } from '#core/contract/task.ts';
import type { Context } from '#electron/worker/context.ts';

export async function runTask(context: Context, task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'calibrate':
      return (await import('./calibrate.ts')).calibrate(context, task);
    case 'build':
      return (await import('./build.ts')).build(context, task);
    case 'bench':
      return (await import('./bench.ts')).bench(context, task);
    case 'evaluate':
      return (await import('./evaluate.ts')).evaluate(context, task);
    case 'sensitivity':
      return (await import('./sensitivity.ts')).sensitivity(context, task);
    case 'load':
      return (await import('./load.ts')).load(context, task);
  }
}
