// The worker process: one task, frames on the way, one `done` or `failed`, then it ends. Wiring only.
import { LatheError, toFailure } from '#core/contract/failure.ts';
import { type FromWorker, type Task, toWorkerSchema } from '#core/contract/task.ts';
import { cancelledError, createContext } from './context.ts';
import { loadJob, runTask } from './jobs/runTask.ts';

const cancel = new AbortController();
let ended = false;

function post(frame: FromWorker): void {
  if (process.connected) process.send?.(frame);
}

/** The last frame must be out before the process ends. */
function end(frame: FromWorker): void {
  if (ended) return;
  ended = true;
  const code = frame.type === 'done' ? 0 : 1;
  if (!process.connected || !process.send) process.exit(code);
  process.send(frame, () => process.exit(code));
}

async function run(task: Task): Promise<void> {
  const { context, flush } = createContext(task.place, cancel.signal, post);
  try {
    const result = await runTask(context, task);
    flush();
    end({ type: 'done', result });
  } catch (error) {
    flush();
    end({ type: 'failed', failure: toFailure(cancel.signal.aborted ? cancelledError() : error) });
  }
}

process.on('message', (message) => {
  const frame = toWorkerSchema.safeParse(message);
  if (!frame.success) {
    const reason = `The worker was handed a task that it cannot read: ${frame.error.issues[0]?.message ?? ''}.`;
    const next = 'Host and worker must be of the same version of Lathe; install it again.';
    end({ type: 'failed', failure: toFailure(new LatheError({ kind: 'job', reason, next })) });
  } else if (frame.data.type === 'cancel') cancel.abort(cancelledError());
  else void run(frame.data.task);
});
process.on('uncaughtException', (error) => end({ type: 'failed', failure: toFailure(error) }));
process.on('unhandledRejection', (error) => end({ type: 'failed', failure: toFailure(error) }));
// Whoever starts it says which task is to come.
loadJob(process.argv[2]);
// Without a host nobody waits for the result.
process.on('disconnect', () => process.exit(1));
