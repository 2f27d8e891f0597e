// Questions and answers as frames over a socket to another process, each by its number.
import type { Socket } from 'node:net';
import { ServingError } from '#electron/deploy/protocol/servingError.ts';
import { createAssembler } from './assemble.ts';
import { encodeFrame, type Frame } from './frame.ts';

export interface Channel {
  /** @throws ServingError with the other side's words, or where it ends before it has answered. */
  ask(frame: Pick<Frame, 'kind'> & Partial<Frame>): Promise<Frame>;
}

interface Waiting {
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
}

/** @param what names the other side's process in errors. @param ended resolves with how it ended. */
export function createChannel(socket: Socket, ended: Promise<string>, what: string): Channel {
  const waiting = new Map<number, Waiting>();
  let gone: ServingError | undefined;
  let next = 1;
  void ended.then((how) => {
    gone = new ServingError('unavailable', `${what} ended with ${how} while it worked on this request`);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  });
  // The process's end says more than its socket's.
  socket.on('error', () => {});
  socket.on(
    'data',
    createAssembler((frame) => {
      const asked = waiting.get(frame.id);
      waiting.delete(frame.id);
      if (frame.kind === 'failure') asked?.reject(new ServingError('internal', frame.text));
      else asked?.resolve(frame);
    }),
  );
  return {
    ask(frame) {
      return new Promise((resolve, reject) => {
        if (gone) return reject(gone);
        const id = next;
        next = (next + 1) >>> 0;
        waiting.set(id, { resolve, reject });
        const { chunks } = encodeFrame({ ...frame, id });
        socket.cork();
        for (const chunk of chunks) socket.write(chunk);
        socket.uncork();
      });
    },
  };
}
