// The load job: in a process of its own, so that neither the host nor a view delays what it measures.
import type { LoadResult } from '#core/contract/load.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { runLoad } from '#electron/load/runLoad.ts';
import type { Context } from '#electron/worker/context.ts';

export function load(context: Context, { request, data }: TaskOf<'load'>): Promise<LoadResult> {
  return runLoad({ ...request, data }, context);
}
