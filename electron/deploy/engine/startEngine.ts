// Starts the process that owns an engine and speaks with its sessions; its end is told once.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { nodeEnvironment } from '#electron/worker/nodeProcess.ts';
import { type Channel, createChannel } from './channel.ts';
import type { Frame, FramedTensor } from './frame.ts';
import type { Described, Hello } from './hello.ts';

/** What an inference gave: the outputs asked for, in that order. */
export interface Inferred {
  readonly tensors: readonly FramedTensor[];
  readonly computeMs: number;
}

/** One session; it does one thing at a time, in the order in which it was asked. */
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
  const child = spawn(process.execPath, [entry, String(instances), String(process.pid)], {
    // An interrupt at the terminal is the gateway's to handle; the engine ends when its sockets do.
    detached: process.platform !== 'win32',
    windowsHide: true,
    env: nodeEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe', ...sockets],
  });
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', log);
  const ended = endOf(child);
  const channels = sockets.map((_, index) =>
    createChannel(child.stdio[3 + index] as Socket, ended, "the engine's process"),
  );
  try {
    const answers = await Promise.all(
      channels.map((channel) => channel.ask({ kind: 'hello', text: JSON.stringify(hello) }, ({ text }) => text)),
    );
    const described: Described = JSON.parse(answers[0] ?? '');
    return {
      pid: child.pid,
      described,
      sessions: channels.map(sessionOn),
      ended,
      close: () => void child.kill('SIGKILL'),
    };
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

function sessionOn(channel: Channel): EngineSession {
  return {
    infer: (tensors, wanted) => channel.ask({ kind: 'infer', tensors, numbers: wanted }, inferredOf),
  };
}

function inferredOf({ tensors, numbers }: Frame): Inferred {
  return { tensors, computeMs: (numbers[0] ?? 0) / 1000 };
}
