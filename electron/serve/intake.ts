// Lets requests in a few at a time, so that their answers never fill the memory, however fast they come.

export interface IntakeOptions {
  readonly deliver: (frame: unknown) => void;
  /** Whether too much waits to be sent already. */
  readonly isFull: () => boolean;
  readonly pause: () => void;
  readonly resume: () => void;
}

export interface Intake {
  take(frame: unknown): void;
  /** The request with this id has its answer. */
  answered(id: number): void;
  /** Lets in what may come in now. */
  pump(): void;
}

/** So many requests are worked on at once; an answer may be as large as a read is allowed to be. */
const MOST_OPEN = 8;

export function createIntake({ deliver, isFull, pause, resume }: IntakeOptions): Intake {
  const waiting: unknown[] = [];
  const open = new Map<number, number>();
  let count = 0;
  let paused = false;

  const pump = () => {
    while (waiting.length > 0 && count < MOST_OPEN && !isFull()) {
      const frame = waiting.shift();
      const id = countedId(frame);
      if (id !== undefined) {
        open.set(id, (open.get(id) ?? 0) + 1);
        count += 1;
      }
      deliver(frame);
    }
    if (waiting.length > 0 === paused) return;
    paused = !paused;
    if (paused) pause();
    else resume();
  };
  return {
    pump,
    take(frame) {
      waiting.push(frame);
      pump();
    },
    answered(id) {
      const left = (open.get(id) ?? 0) - 1;
      if (left < 0) return;
      if (left === 0) open.delete(id);
      else open.set(id, left);
      count -= 1;
      pump();
    },
  };
}

/** Waiting for a job may take hours and costs nothing: it does not count. A frame without an id is answered to -1. */
function countedId(frame: unknown): number | undefined {
  if (typeof frame !== 'object' || frame === null) return -1;
  if ('call' in frame && frame.call === 'job.result') return undefined;
  const id = 'id' in frame ? frame.id : undefined;
  return typeof id === 'number' && Number.isInteger(id) ? id : -1;
}
