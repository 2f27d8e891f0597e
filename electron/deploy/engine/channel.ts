// Questions and answers as frames over a socket to another process, each by its number.
import type { Socket } from 'node:net';
import { ServingError } from '#electron/deploy/protocol/servingError.ts';
import { createAssembler } from './assemble.ts';
import { encodeFrame, type Frame } from './frame.ts';

export type Question = Pick<Frame, 'kind'> & Partial<Omit<Frame, 'id'>>;

export interface Channel {
  /**
   * @param read makes of the answer what is wanted of it, and does not throw.
   * @throws ServingError with the other side's words, or where it ends before it has answered.
   */
  ask<T>(frame: Question, read: (answer: Frame) => T): Promise<T>;
}

interface Waiting {
  readonly answered: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
}

/** @param what names the other side's process in errors. @param ended resolves with how it ended. */
export function createChannel(socket: Socket, ended: Promise<string>, what: string): Channel {
  // By the number of the question. A map would do, but that whatever was in one that has grown old lives until the whole
  // heap is walked, and with it the bodies of requests.
  const waiting: (Waiting | undefined)[] = [];
  const free: number[] = [];
  let gone: ServingError | undefined;
  void ended.then((how) => {
    gone = new ServingError('unavailable', `${what} ended with ${how} while it worked on this request`);
    for (const asked of waiting.splice(0)) asked?.reject(gone);
  });
  // The process's end says more than its socket's.
  socket.on('error', () => {});
  socket.on(
    'data',
    createAssembler((frame) => {
      const asked = waiting[frame.id];
      if (!asked) return;
      waiting[frame.id] = undefined;
      free.push(frame.id);
      if (frame.kind === 'failure') asked.reject(new ServingError('internal', frame.text));
      else asked.answered(frame);
    }),
  );
  return {
    ask(question, read) {
      return new Promise((resolve, reject) => {
        if (gone) return reject(gone);
        const id = free.pop() ?? waiting.length;
        waiting[id] = { answered: (frame) => resolve(read(frame)), reject };
        const { chunks } = encodeFrame({ ...question, id });
        socket.cork();
        for (const chunk of chunks) socket.write(chunk);
        socket.uncork();
      });
    },
  };
}
