// Runs one job from the terminal: progress while it runs, cancel on interrupt, its result or its failure.
import type { StartRequest } from '#core/contract/call.ts';
import type { Client } from '#core/contract/client.ts';
import { LatheError } from '#core/contract/failure.ts';
import { type Job, type JobResult, jobTable } from '#core/contract/job.ts';
import { createProgressView } from './progressView.ts';
import type { Terminal } from './terminal.ts';

export interface RunOptions {
  readonly terminal: Terminal;
  readonly verbose: boolean;
}

/** Throws LatheError with the job's failure. A second interrupt ends the process at once. */
export async function runJob<K extends StartRequest['kind']>(
  client: Client,
  start: Extract<StartRequest, { kind: K }>,
  options: RunOptions,
): Promise<JobResult<K>> {
  const view = createProgressView(options.terminal);
  let started: string | undefined;
  const mine = (job: Job) => job.id === started || job.parent === started;
  const known = new Set<string>();
  const stopEvents = client.onEvent((event) => {
    if (event.type === 'job' && mine(event.job)) {
      known.add(event.job.id);
      view.show(event.job);
    }
    if (event.type === 'log' && options.verbose && known.has(event.job)) view.log(event.lines);
  });
  let interrupts = 0;
  const stopInterrupts = options.terminal.onInterrupt(() => {
    interrupts += 1;
    if (interrupts > 1) process.exit(130);
    if (started !== undefined) void client.call('job.cancel', { id: started });
  });
  try {
    started = (await client.call('job.start', start)).id;
    if (interrupts > 0) await client.call('job.cancel', { id: started });
    const { job, result } = await client.call('job.result', { id: started });
    if (job.failure) throw new LatheError(job.failure);
    return jobTable[start.kind].result.parse(result) as JobResult<K>;
  } finally {
    stopEvents();
    stopInterrupts();
    view.end();
  }
}
