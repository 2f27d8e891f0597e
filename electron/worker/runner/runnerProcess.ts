// The process that holds one engine alone, so that its memory, its first inference and its crash are its own.
import { LatheError, toFailure } from '#core/contract/failure.ts';
import { optimize } from '#electron/worker/backends/onnxruntime/optimize.ts';
import { traceNodes } from '#electron/worker/backends/onnxruntime/trace.ts';
import { namedWeights } from '#electron/worker/backends/tensorrt/namedWeights.ts';
import { openTensorRtSession } from '#electron/worker/backends/tensorrt/session.ts';
import { namedNodes } from '#electron/worker/model/namedNodes.ts';
import { loadAddon } from '#electron/worker/native.ts';
import { peakMemoryBytes } from '#electron/worker/peakMemory.ts';
import { type LoadedEngine, loadOnnxRuntime, loadTensorRt } from './loadedEngine.ts';
import type { Answer, Command, CommandName, Reply } from './protocol.ts';

let engine: LoadedEngine | undefined;
let fed = false;

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
    case 'openBuilder':
      return loadAddon().openTensorRtBuilder(command.paths);
    case 'supportTensorRt': {
      const nodes = await namedNodes(command.model);
      return { support: loadAddon().supportTensorRt(command.paths, command.model), nodes };
    }
    case 'buildTensorRt': {
      const { result } = loadAddon().buildTensorRt(command.options, (event) => reply({ type: 'event', event }));
      return { outcome: await result, peakMemoryBytes: peakMemoryBytes() };
    }
    case 'inspect': {
      const session = openTensorRtSession(command.tensorrt, command.engine);
      session.feedZeros();
      return { layers: session.inspect(), profile: session.profile(command.runs) };
    }
    case 'refit': {
      const session = openTensorRtSession(command.tensorrt, command.engine);
      if (command.model !== undefined) session.refit(await namedWeights(command.model));
      session.write(command.out);
      return { peakMemoryBytes: peakMemoryBytes() };
    }
    case 'trace':
      return { trace: traceNodes(command) };
    case 'load': {
      const { engine: path, threads, tensorrt } = command;
      const start = performance.now();
      engine = tensorrt ? loadTensorRt(path, tensorrt) : loadOnnxRuntime(path, threads);
      return { ms: performance.now() - start, inputs: engine.inputs };
    }
    case 'first': {
      const opened = loaded();
      opened.feed(command.feeds);
      fed = true;
      const start = performance.now();
      opened.runOnce();
      return { ms: performance.now() - start };
    }
    case 'run': {
      return { ...(await loadedAndFed().run(command)), peakMemoryBytes: peakMemoryBytes() };
    }
    case 'outputs':
      return { values: loadedAndFed().outputs() };
  }
}

function loaded(): LoadedEngine {
  if (!engine) throw new LatheError({ kind: 'job', reason: 'No engine is loaded.', next: 'Load one first.' });
  return engine;
}

function loadedAndFed(): LoadedEngine {
  const opened = loaded();
  if (!fed) throw new LatheError({ kind: 'job', reason: 'The engine has no inputs yet.', next: 'Run first.' });
  return opened;
}

const reply = (message: Reply) => process.send?.(message);

process.on('message', (command: Command) => {
  perform(command).then(
    (answer) => reply({ type: 'answer', answer }),
    (error) => reply({ type: 'failure', failure: toFailure(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
