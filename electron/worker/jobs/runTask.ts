// From a task to the job that does it.
import type { Task } from '#core/contract/task.ts';
import type { Context } from '#electron/worker/context.ts';
import { bench } from './bench.ts';
import { build } from './build.ts';

export function runTask(context: Context, task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'build':
      return build(context, task);
    case 'bench':
      return bench(context, task);
    default:
      throw new Error(`This worker has no job '${task.kind}' yet.`);
  }
}
