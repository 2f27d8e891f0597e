// A process that reads whole models: one of 50,000 nodes takes a second, in which the host must still hear of its jobs, and
// what brings a reader down must not bring the host down.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import type { InspectReport } from '#core/contract/inspect.ts';
import type { PreviewReport } from '#core/contract/preview.ts';
import { hold, nodeProcess } from '#electron/worker/nodeProcess.ts';
import {
  type AnswerFrame,
  answerFrameSchema,
  type ModelFile,
  type PreviewQuestion,
  type Question,
} from './question.ts';

export interface Inspection {
  /** Both throw LatheError where the file is no model, or what lies beside it cannot be read. */
  inspect(file: ModelFile, target: string): Promise<InspectReport>;
  preview(file: ModelFile, question: PreviewQuestion): Promise<PreviewReport>;
  close(): Promise<void>;
}

const entry = fileURLToPath(new URL('./index.ts', import.meta.url));

export function startReader(): ChildProcess {
  return fork(entry, [], { ...nodeProcess(), execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

/**
 * The process starts with the first question. A model too large for its memory ends it, not the host.
 * @param start starts a process that reads models.
 */
export function createInspection(start = startReader): Inspection {
  let reader: ChildProcess | undefined;
  let asked = 0;
  const waiting = new Map<number, { resolve(frame: AnswerFrame): void; reject(error: unknown): void }>();

  /** Fails what this process was asked; the next question gets a new one. */
  const gone = (which: ChildProcess, why: string, detail = '') => {
    if (reader !== which) return;
    reader = undefined;
    for (const { reject } of waiting.values()) reject(ended(why, detail));
    waiting.clear();
  };
  const launch = () => {
    const started = start();
    let complaint = '';
    started.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-4000);
    });
    started.on('message', (raw) => {
      const frame = answerFrameSchema.parse(raw);
      waiting.get(frame.number)?.resolve(frame);
      waiting.delete(frame.number);
      if (waiting.size === 0) hold(started, 'unref');
    });
    started.on('error', (error) => gone(started, error.message));
    // Not 'exit': what it said last may still be on its way.
    started.on('close', (code, signal) => gone(started, signal ?? `exit code ${code}`, complaint));
    return started;
  };
  const ask = (question: Question) =>
    new Promise<AnswerFrame>((resolve, reject) => {
      reader ??= launch();
      hold(reader, 'ref');
      asked += 1;
      waiting.set(asked, { resolve, reject });
      // A process that is gone says so by its end.
      reader.send({ number: asked, question }, () => {});
    });

  return {
    async inspect(file, target) {
      const answer = await ask({ about: 'inspect', file, target });
      if (answer.about === 'inspect') return answer.report;
      throw failed(answer);
    },
    async preview(file, question) {
      const answer = await ask({ about: 'preview', file, ...question });
      if (answer.about === 'preview') return answer.report;
      throw failed(answer);
    },
    async close() {
      const ending = reader;
      if (!ending) return;
      const closed = new Promise((resolve) => ending.once('close', resolve));
      gone(ending, 'it was stopped');
      hold(ending, 'ref');
      ending.kill('SIGKILL');
      await closed;
    },
  };
}

function failed(answer: AnswerFrame): Error {
  return answer.about === 'failure' ? new LatheError(answer.failure) : ended('it answered another question');
}

function ended(why: string, detail = ''): LatheError {
  return new LatheError({
    kind: 'crashed',
    reason: `The process that reads models ended (${why}).`,
    next: 'Try again; where the model is too large for the memory, close other programs first.',
    ...(detail ? { detail } : {}),
  });
}
