// Asks a process of its own one question: it is started, answers with one message, and ends.
import { fork } from 'node:child_process';
import { LatheError } from '#core/contract/failure.ts';
import { nodeProcess } from '#electron/worker/nodeProcess.ts';

/** Resolves to the first message. Throws LatheError where the process ends or `timeoutMs` passes without one. */
export function askProcess(entry: string, question: unknown, what: string, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = fork(entry, [], { ...nodeProcess(), execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-4000);
    });
    const failed = (how: string) =>
      reject(
        new LatheError({
          kind: 'job',
          reason: `The process that ${what} ${how}.`,
          next: 'Try again; nothing else is affected.',
          ...(complaint ? { detail: complaint } : {}),
        }),
      );
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      failed(`did not answer within ${timeoutMs / 1000} s`);
    }, timeoutMs);
    child.on('message', (answer) => {
      clearTimeout(timer);
      resolve(answer);
      child.kill();
    });
    child.on('error', (error) => failed(`could not be started: ${error.message}`));
    // Not 'exit': what it said last may still be on its way.
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      failed(`ended (${signal ?? `exit code ${code}`})${thrown(complaint)}`);
    });
    child.send(question as object, () => {});
  });
}

/** What ended a process that nobody caught: C++ says so of exceptions. */
function thrown(complaint: string): string {
  const words = /what\(\):\s*(.+)/.exec(complaint)?.[1]?.trim().replace(/\.$/, '');
  return words ? `: ${words}` : '';
}
