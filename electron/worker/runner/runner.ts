// A job's handle on a runner process: ask, wait for the answer, and see it die with a reason.
import { fork } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import type { BuildEvent } from '#electron/worker/backends/tensorrt/nativeTypes.ts';
import type { Context } from '#electron/worker/context.ts';
import { nodeProcess } from '#electron/worker/nodeProcess.ts';
import type { Answer, Command, CommandName, Reply } from './protocol.ts';

export interface Runner {
  readonly pid: number | undefined;
  /**
   * One command at a time.
   * @param about from now on, in place of what it was started with.
   * @throws LatheError with the process's failure, or where it ended or the job was cancelled.
   */
  ask<C extends Command>(command: C, about?: About): Promise<Answer<C['command']>>;
  close(): void;
}

/** Of TensorRT's severities: internal errors are 0, errors 1. */
const errorSeverity = 1;

/** Unbundled this is a .ts file beside us, bundled a .js file beside the bundle. */
const entry = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './runnerProcess.ts' : './runnerProcess.js', import.meta.url),
);

export interface About {
  /** Names the engine or model in failures. */
  readonly what: string;
  /** Hears what a command tells before its answer. */
  readonly onEvent?: (event: BuildEvent) => void;
}

export interface RunnerOptions {
  /** A library that the process will load: what that opens by name alone is found beside it. */
  readonly library?: string;
}

/** @param what names the engine or model in failures. */
export function startRunner(context: Context, what: string, { library }: RunnerOptions = {}): Runner {
  context.signal.throwIfAborted();
  const child = fork(entry, [], {
    ...nodeProcess(library === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: searchPath(library) }),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const last: string[] = [];
  let lastError = '';
  let asked: About = { what };
  let waiting: { resolve: (answer: Answer<CommandName>) => void; reject: (error: unknown) => void } | undefined;
  let ended: unknown;

  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      const plain = plainLine(line);
      last.push(plain);
      if (last.length > 20) last.shift();
      context.log(plain);
    });
  }
  const settle = () => {
    const settled = waiting;
    waiting = undefined;
    return settled;
  };
  const fail = (error: unknown) => {
    ended ??= error;
    child.kill('SIGKILL');
    settle()?.reject(ended);
  };
  const cancel = () => fail(context.signal.reason);
  context.signal.addEventListener('abort', cancel, { once: true });

  child.on('message', (reply: Reply) => {
    if (reply.type === 'event') {
      const { type, number, text } = reply.event;
      if (type === 'log' && number <= errorSeverity) lastError = text;
      return asked.onEvent?.(reply.event);
    }
    const settled = settle();
    if (reply.type === 'answer') settled?.resolve(reply.answer);
    else settled?.reject(new LatheError(reply.failure));
  });
  child.on('error', (error) => fail(error));
  child.on('close', (code, signal) => {
    context.signal.removeEventListener('abort', cancel);
    fail(crashed(asked.what, signal ?? `exit code ${code}`, lastError, last));
  });

  return {
    pid: child.pid,
    ask(command, about = asked) {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        asked = about;
        waiting = { resolve: resolve as (answer: Answer<CommandName>) => void, reject };
        child.send(command, (error) => error && fail(error));
      });
    },
    close() {
      context.signal.removeEventListener('abort', cancel);
      ended ??= new Error(`The runner of ${asked.what} was closed.`);
      child.kill('SIGKILL');
    },
  };
}

/** The loader reads it once, when a process starts. */
function searchPath(library: string): string {
  return [dirname(library), process.env.LD_LIBRARY_PATH ?? ''].filter((part) => part !== '').join(delimiter);
}

/** What native code said last of what went wrong is most often why it ended. */
function crashed(what: string, how: string, error: string, lines: readonly string[]): LatheError {
  const words = error.replaceAll(/\s+/g, ' ').trim();
  return new LatheError({
    kind: 'crashed',
    reason: `The process that held ${what} ended with ${how}.${words === '' ? '' : ` Its last error was: ${words}`}`,
    next:
      how === 'SIGKILL'
        ? 'The system may have run out of memory: use smaller shapes or close other programs, and run it again.'
        : 'Look at the last lines of its log, and run it again; other builds are not touched.',
    ...(lines.length > 0 ? { detail: lines.join('\n') } : {}),
  });
}

/** ONNX Runtime colours its lines and dates them; the log has neither. */
function plainLine(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  const plain = line.replaceAll(/\u001b\[[0-9;]*m/g, '');
  return plain.replace(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \[(\w):onnxruntime:[^,]*, ([^\]]*)\] /,
    '[onnxruntime $1] ',
  );
}
