// A thread that reads whole models: one of 50,000 nodes takes a second, in which the host must still hear of its jobs.
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { LatheError } from '#core/contract/failure.ts';
import type { InspectReport } from '#core/contract/inspect.ts';
import type { PreviewReport } from '#core/contract/preview.ts';
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

/** How long a thread may finish what it is at before it is ended by force, in milliseconds. */
const GRACE_MS = 3000;

/** The thread starts with the first question. A model too large for its memory ends the thread, not the host. */
export function createInspection(): Inspection {
  let worker: Worker | undefined;
  let asked = 0;
  const waiting = new Map<number, { resolve(frame: AnswerFrame): void; reject(error: unknown): void }>();

  /** Fails what this thread was asked; the next question gets a new thread. */
  const gone = (which: Worker, why: string) => {
    if (worker !== which) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(ended(why));
    waiting.clear();
  };
  const launch = () => {
    const started = new Worker(new URL('./thread.ts', import.meta.url));
    started.on('message', (raw) => {
      const frame = answerFrameSchema.parse(raw);
      waiting.get(frame.number)?.resolve(frame);
      waiting.delete(frame.number);
      // An idle thread must not keep the process.
      if (waiting.size === 0) started.unref();
    });
    started.on('error', (error) => gone(started, error.message));
    started.on('exit', () => gone(started, 'it was stopped'));
    return started;
  };
  const ask = (question: Question) =>
    new Promise<AnswerFrame>((resolve, reject) => {
      worker ??= launch();
      worker.ref();
      asked += 1;
      waiting.set(asked, { resolve, reject });
      worker.postMessage({ number: asked, question });
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
      const ending = worker;
      if (!ending) return;
      // Node has crashed where a thread was terminated while it still loaded its modules; it ends by itself instead.
      const exited = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      gone(ending, 'it was stopped');
      ending.ref();
      ending.postMessage(null);
      await Promise.race([exited, wait(GRACE_MS, undefined, { ref: false }).then(() => ending.terminate())]);
    },
  };
}

function failed(answer: AnswerFrame): Error {
  return answer.about === 'failure' ? new LatheError(answer.failure) : ended('it answered another question');
}

function ended(why: string): LatheError {
  return new LatheError({
    kind: 'crashed',
    reason: `The thread that reads models ended (${why}).`,
    next: 'Try again; where the model is too large for the memory, close other programs first.',
  });
}
