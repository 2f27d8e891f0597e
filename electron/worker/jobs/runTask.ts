// From a task to the job that does it.
import type { Task } from '#core/contract/task.ts';
import type { Context } from '#electron/worker/context.ts';
import { bench } from './bench.ts';
import { build } from './build.ts';
import { calibrate } from './calibrate.ts';
import { evaluate } from './evaluate.ts';
import { load } from './load.ts';
import { sensitivity } from './sensitivity.ts';

export function runTask(context: Context, task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'calibrate':
      return calibrate(context, task);
    case 'build':
      return build(context, task);
    case 'bench':
      return bench(context, task);
    case 'evaluate':
      return evaluate(context, task);
    case 'sensitivity':
      return sensitivity(context, task);
    case 'load':
      return load(context, task);
  }
}
