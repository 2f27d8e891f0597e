// Starts the process that owns an engine and speaks with its sessions; its end is told once.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ServingError } from '#electron/deploy/protocol/servingError.ts';
import { createAssembler } from './assemble.ts';
import { encodeFrame, type Frame, type FramedTensor } from './frame.ts';
import type { Described, Hello } from './hello.ts';

/** What an inference gave: the outputs asked for, in that order. */
export interface Inferred {
  readonly tensors: readonly FramedTensor[];
  readonly computeMs: number;
}

/** One session; it does one thing at a time. */
export interface EngineSession {
  /** @param wanted places of outputs. @throws ServingError where the engine refuses or ends. */
  infer(tensors: readonly FramedTensor[], wanted: readonly number[]): Promise<Inferred>;
}

export interface EngineProcess {
  readonly pid: number | undefined;
  readonly described: Described;
  readonly sessions: readonly EngineSession[];
  /** Resolves with how it ended, whoever ended it. */
  readonly ended: Promise<string>;
  close(): void;
}

export interface EngineOptions extends Hello {
  readonly instances: number;
  readonly log: (line: string) => void;
}

const entry = fileURLToPath(new URL('./engineProcess.ts', import.meta.url));

/** @throws ServingError where the engine does not load. */
export async function startEngine(options: EngineOptions): Promise<EngineProcess> {
  const { instances, log, ...hello } = options;
  const sockets = Array.from({ length: instances }, () => 'pipe' as const);
  const child = spawn(process.execPath, [entry, String(instances)], {
    // An interrupt at the terminal is the gateway's to handle; the engine ends when its sockets do.
    detached: process.platform !== 'win32',
    windowsHide: true,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe', ...sockets],
  });
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', log);
  const ended = endOf(child);
  const lines = sockets.map((_, index) => sessionOn(child.stdio[3 + index] as Socket, ended));
  try {
    const answers = await Promise.all(lines.map((line) => line.ask({ kind: 'hello', text: JSON.stringify(hello) })));
    const described: Described = JSON.parse(answers[0]?.text ?? '');
    return { pid: child.pid, described, sessions: lines, ended, close: () => void child.kill('SIGKILL') };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

interface Waiting {
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
}

function sessionOn(socket: Socket, ended: Promise<string>) {
  let waiting: Waiting | undefined;
  let gone: string | undefined;
  let next = 1;
  const settle = () => {
    const settled = waiting;
    waiting = undefined;
    return settled;
  };
  const gate = () =>
    new ServingError('unavailable', `the engine's process ended with ${gone} while it worked on this request`);
  void ended.then((how) => {
    gone = how;
    settle()?.reject(gate());
  });
  // The process's end says more than its socket's.
  socket.on('error', () => {});
  socket.on(
    'data',
    createAssembler((frame) => {
      if (frame.kind === 'failure') settle()?.reject(new ServingError('internal', frame.text));
      else settle()?.resolve(frame);
    }),
  );
  const ask = (frame: Pick<Frame, 'kind'> & Partial<Frame>): Promise<Frame> =>
    new Promise((resolve, reject) => {
      if (gone !== undefined) return reject(gate());
      waiting = { resolve, reject };
      const { chunks } = encodeFrame({ ...frame, id: next++ });
      socket.cork();
      for (const chunk of chunks) socket.write(chunk);
      socket.uncork();
    });
  return {
    ask,
    async infer(tensors: readonly FramedTensor[], wanted: readonly number[]): Promise<Inferred> {
      const { tensors: outputs, numbers } = await ask({ kind: 'infer', tensors, numbers: wanted });
      return { tensors: outputs, computeMs: (numbers[0] ?? 0) / 1000 };
    },
  };
}
