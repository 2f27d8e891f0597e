// The process that holds one engine alone, so that its memory, its first inference and its crash are its own.
import { LatheError, toFailure } from '#core/contract/failure.ts';
import { optimize } from '#electron/worker/backends/onnxruntime/optimize.ts';
import { openSession, type Prepared, type Session } from '#electron/worker/backends/onnxruntime/session.ts';
import { loadAddon } from '#electron/worker/native.ts';
import { peakMemoryBytes } from '#electron/worker/peakMemory.ts';
import type { Answer, Command, CommandName, Reply } from './protocol.ts';
import { timeRuns } from './timeRuns.ts';

let session: Session | undefined;
let prepared: Prepared | undefined;

async function perform(command: Command): Promise<Answer<CommandName>> {
  switch (command.command) {
    case 'optimize': {
      const start = performance.now();
      optimize(command);
      return { ms: performance.now() - start, peakMemoryBytes: peakMemoryBytes() };
    }
    case 'probeTensorRt': {
      const addon = loadAddon();
      return { probed: addon.probeTensorRt(command.paths), nvidia: addon.nvidiaDevices() };
    }
    case 'buildTensorRt': {
      const { result } = loadAddon().buildTensorRt(command.options, (event) => reply({ type: 'event', event }));
      return { outcome: await result, peakMemoryBytes: peakMemoryBytes() };
    }
    case 'load': {
      const start = performance.now();
      session = openSession(command.engine, { threads: command.threads, optimization: 'none' });
      return { ms: performance.now() - start, inputs: session.inputs };
    }
    case 'first': {
      const opened = loaded();
      prepared = opened.prepare(command.feeds);
      const start = performance.now();
      opened.runPrepared(prepared);
      return { ms: performance.now() - start };
    }
    case 'run': {
      const opened = loaded();
      const inputs = prepared;
      if (!inputs) throw new LatheError({ kind: 'job', reason: 'The engine has no inputs yet.', next: 'Run first.' });
      const timed = await timeRuns(() => opened.runPrepared(inputs), command);
      return { ...timed, peakMemoryBytes: peakMemoryBytes() };
    }
  }
}

function loaded(): Session {
  if (!session) throw new LatheError({ kind: 'job', reason: 'No engine is loaded.', next: 'Load one first.' });
  return session;
}

const reply = (message: Reply) => process.send?.(message);

process.on('message', (command: Command) => {
  perform(command).then(
    (answer) => reply({ type: 'answer', answer }),
    (error) => reply({ type: 'failure', failure: toFailure(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
