// Keeps an engine's process alive: started, warmed up, and started again after a crash, ever more slowly.
import { setTimeout as wait } from 'node:timers/promises';
import { toFailure } from '#core/contract/failure.ts';
import { type EngineOptions, type EngineProcess, startEngine } from '#electron/deploy/engine/startEngine.ts';

export interface Supervised {
  /** The process that runs now; undefined between a crash and the next start. */
  readonly process: EngineProcess | undefined;
  close(): void;
}

export interface SupervisorListener {
  /** Every time that a process is ready, the first time too: warm it up. */
  prepare(process: EngineProcess): Promise<void>;
  onUp(process: EngineProcess): void;
  onDown(how: string): void;
  log(line: string): void;
}

const shortestPauseMs = 100;
const longestPauseMs = 10_000;
/** A process that ran so long did not fall at its start. */
const steadyMs = 30_000;

/** Resolves when the first process is ready. @throws what loading or warming up threw, if the first one does not start. */
export async function supervise(options: EngineOptions, listener: SupervisorListener): Promise<Supervised> {
  let closed = false;
  let current: EngineProcess | undefined;
  let pauseMs = shortestPauseMs;

  const start = async () => {
    const process = await startEngine(options);
    try {
      await listener.prepare(process);
    } catch (error) {
      process.close();
      throw error;
    }
    if (closed) return process.close();
    current = process;
    const since = performance.now();
    void process.ended.then((how) => {
      current = undefined;
      if (closed) return;
      if (performance.now() - since > steadyMs) pauseMs = shortestPauseMs;
      listener.onDown(how);
      void again();
    });
    listener.onUp(process);
  };
  const again = async () => {
    while (!closed) {
      await wait(pauseMs, undefined, { ref: false });
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      if (closed) return;
      try {
        return await start();
      } catch (error) {
        listener.log(`The engine did not start again: ${toFailure(error).reason}`);
      }
    }
  };
  await start();
  return {
    get process() {
      return current;
    },
    close() {
      closed = true;
      current?.close();
    },
  };
}
